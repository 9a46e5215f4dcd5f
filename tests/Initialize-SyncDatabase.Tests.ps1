BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    Enter-Sandbox
    $market = Start-Market
}
AfterAll { Exit-Sandbox }

Describe 'Initialize-SyncDatabase' {
    BeforeEach { Use-NewDatabase }

    It 'creates the tables and says what it made' {
        $info = Initialize-SyncDatabase
        $info | Should -BeOfType StockSync.DatabaseInfo
        $info.Kind | Should -Be 'SQLite'
        $info.Target | Should -Be ([IO.Path]::GetFullPath($env:STOCKSYNC_DATABASE))
        $info.SchemaVersion | Should -BeGreaterThan 0
        $info.UpgradesApplied | Should -Be $info.SchemaVersion
        $info.IsWritable | Should -BeTrue
        $env:STOCKSYNC_DATABASE | Should -Exist
    }

    It 'changes nothing the second time' {
        $null = Sync-StockDay 2024-01-03
        $info = Initialize-SyncDatabase
        $info.UpgradesApplied | Should -Be 0
        Get-SyncCheckpoint -Status Completed | Should -HaveCount 1
    }

    It 'takes the database by parameter: <Name>' -ForEach @(
        @{ Name = 'a path where PowerShell stands'; Text = './here.db'; File = 'here.db' }
        @{ Name = 'a path on a drive of PowerShell''s own'; Text = 'TestDrive:/drive.db'; File = 'drive.db' }
        @{ Name = 'a reference to a variable'; Text = 'env:STOCKSYNC_TEST_PLACE'; File = 'referred.db' }
    ) {
        Set-SandboxVariable STOCKSYNC_TEST_PLACE "$TestDrive/referred.db"
        Push-Location $TestDrive
        try { $info = Initialize-SyncDatabase -Database $Text } finally { Pop-Location }
        $info.Target | Should -Be ([IO.Path]::GetFullPath("$TestDrive/$File"))
        "$TestDrive/$File" | Should -Exist
    }

    It 'asks the service nothing' {
        $before = @(Get-MarketRequest $market).Count
        $null = Initialize-SyncDatabase
        Get-MarketRequest $market | Should -HaveCount $before
    }

    It 'creates nothing with -WhatIf' {
        Initialize-SyncDatabase -WhatIf | Should -BeNullOrEmpty
        Get-WhatIfText { Initialize-SyncDatabase -WhatIf } | Should -BeLike "*$([IO.Path]::GetFileName($env:STOCKSYNC_DATABASE))*"
        $env:STOCKSYNC_DATABASE | Should -Not -Exist
    }

    It 'leaves a file alone that is not a database' {
        Set-Content $env:STOCKSYNC_DATABASE ('not a database ' * 100)
        Get-ErrorIdentity (Get-TerminatingError { Initialize-SyncDatabase }) |
            Should -Be 'StoreNotADatabase,StockSync.Commands.InitializeSyncDatabaseCommand InvalidData'
        Get-Content $env:STOCKSYNC_DATABASE -Raw | Should -BeLike 'not a database*'
    }

    It 'ends with <Id> for <Name>' -ForEach @(
        @{ Name = 'a text that names no database'; Text = 'mysql://host/db'; Id = 'DatabaseInvalid'; Category = 'InvalidArgument' }
        @{ Name = 'a server that is not there'; Text = 'postgresql://u:p@127.0.0.1:1/db'; Id = 'StoreUnreachable'; Category = 'ConnectionError' }
    ) {
        Get-ErrorIdentity (Get-TerminatingError { Initialize-SyncDatabase -Database $Text }) |
            Should -Be "$Id,StockSync.Commands.InitializeSyncDatabaseCommand $Category"
    }
}
