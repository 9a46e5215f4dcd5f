BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    Enter-Sandbox
    $market = Start-Market
}
AfterAll { Exit-Sandbox }

Describe 'Test-SyncConnection' {
    BeforeEach { Use-NewDatabase }

    It 'checks the database and the service, each with one result' {
        $checks = Test-SyncConnection
        $checks | Should -BeOfType StockSync.ConnectionCheck
        $checks.Name | Should -Be 'Database', 'Source'
        $checks.IsOk | Should -Be $true, $true
        ($checks | Where-Object Name -EQ 'Source').Target | Should -Be $market.Endpoint
        $checks.Detail | Should -Not -Contain ''
    }

    It 'creates no database' {
        $null = Test-SyncConnection
        $env:STOCKSYNC_DATABASE | Should -Not -Exist
    }

    It 'says what is wrong with <Name> and what to do, and checks the other all the same' -ForEach @(
        @{ Name = 'the service'; Broken = 'Source'; Parameters = @{ Endpoint = '127.0.0.1:1' } }
        @{ Name = 'the database'; Broken = 'Database'; Parameters = @{ Database = 'postgresql://someone:s3cret@127.0.0.1:1/db' } }
    ) {
        $checks = Test-SyncConnection @Parameters -ErrorVariable problems
        $problems | Should -BeNullOrEmpty
        ($checks | Where-Object -Not IsOk).Name | Should -Be $Broken
        ($checks | Where-Object IsOk) | Should -HaveCount 1
        ($checks | Where-Object -Not IsOk).Advice | Should -Not -BeNullOrEmpty
        "$($checks | ConvertTo-Json)" | Should -Not -BeLike '*s3cret*'
    }

    It 'says with -Quiet only whether everything can be used' {
        Test-SyncConnection -Quiet | Should -BeExactly $true
        Test-SyncConnection -Quiet -Endpoint 127.0.0.1:1 | Should -BeExactly $false
        Test-SyncConnection -Quiet -Database 'postgresql://someone:s3cret@127.0.0.1:1/db' | Should -BeExactly $false
    }

    It 'sends nothing to a service that has banned us' {
        $ban = Start-Market -Fault '00 x1 error 10001011'
        $null = Initialize-SyncDatabase
        $null = Get-TerminatingError { Sync-StockDay 2024-01-03 -Endpoint $ban.Endpoint }
        $before = @(Get-MarketRequest $ban).Count
        Test-SyncConnection -Quiet -Endpoint $ban.Endpoint | Should -BeExactly $false
        Get-MarketRequest $ban | Should -HaveCount $before
    }

    It 'ends with <Id> for <Name>' -ForEach @(
        @{ Name = 'a text that names no database'; Parameters = @{ Database = 'mysql://host/db' }; Id = 'DatabaseInvalid' }
        @{ Name = 'a text that names no service'; Parameters = @{ Endpoint = 'host:port' }; Id = 'SettingInvalid' }
    ) {
        Get-ErrorIdentity (Get-TerminatingError { Test-SyncConnection @Parameters }) |
            Should -Be "$Id,StockSync.Commands.TestSyncConnectionCommand InvalidArgument"
    }
}
