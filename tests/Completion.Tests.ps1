BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    Enter-Sandbox
    $market = Start-Market

    function Get-Completion([string] $Text) { (TabExpansion2 $Text $Text.Length).CompletionMatches.CompletionText }
}
AfterAll { Exit-Sandbox }

Describe 'Completion' {
    BeforeEach {
        Use-NewDatabase
        Set-SandboxVariable STOCKSYNC_CONFIG "$TestDrive/settings-$((++$sandbox.Files)).json"
    }

    It 'takes profiles from the configuration file' {
        foreach ($name in 'work', 'home') { Set-SyncConfiguration PageSize 100 -Profile $name }
        Get-Completion 'Get-SyncRun -Profile ' | Should -Be 'home', 'work'
        Get-Completion 'Get-SyncRun -Profile w' | Should -Be 'work'
    }

    It 'knows the names of settings, in any case' {
        Get-Completion 'Get-SyncConfiguration p' | Sort-Object | Should -BeExactly 'PageSize', 'PingUrl', 'PoolMax', 'PoolMin', 'PublishTime'
    }

    It 'offers references as databases and never what they stand for' {
        Set-SandboxVariable NEON_TEST_URL 'postgresql://u:s3cret@h/d'
        Get-Completion 'Get-SyncRun -Database env:NEON_T' | Should -Be 'env:NEON_TEST_URL'
    }

    It 'is silent about a configuration file that is broken' {
        Set-Content $env:STOCKSYNC_CONFIG '{'
        Get-Completion 'Get-SyncRun -Profile x' | Should -BeNullOrEmpty
    }

    It 'knows the values of a list' {
        Get-Completion 'Start-StockBackfill -Shape ' | Should -Be 'Auto', 'MarketDay', 'StockRange'
    }

    It 'takes codes from the database and never from the service' {
        Get-Completion 'Get-StockBar 60' | Where-Object { $_ -like "'6*" } | Should -BeNullOrEmpty
        Get-MarketRequest $market | Should -BeNullOrEmpty
        $env:STOCKSYNC_DATABASE | Should -Not -Exist

        $null = Sync-StockDay 2024-01-03
        $before = @(Get-MarketRequest $market).Count
        Get-Completion 'Get-StockBar 60000' | Should -Contain "'600000'"
        Get-MarketRequest $market | Should -HaveCount $before
    }
}
