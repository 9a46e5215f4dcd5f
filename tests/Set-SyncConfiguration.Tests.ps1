BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    Enter-Sandbox
}
AfterAll { Exit-Sandbox }

Describe 'Set-SyncConfiguration' {
    BeforeEach { Set-SandboxVariable STOCKSYNC_CONFIG "$TestDrive/settings-$((++$sandbox.Files)).json" }

    It 'writes a setting that the next command finds' {
        Set-SyncConfiguration DailyBudget 30000 | Should -BeNullOrEmpty
        (Get-SyncConfiguration DailyBudget).Value | Should -Be '30000'
        Get-Content $env:STOCKSYNC_CONFIG -Raw | ConvertFrom-Json | Should -Not -BeNullOrEmpty
    }

    It 'leaves the other settings alone' {
        Set-SyncConfiguration -Name DailyBudget -Value 30000
        Set-SyncConfiguration -Name PageSize -Value 5000
        (Get-SyncConfiguration DailyBudget, PageSize).Value | Should -Be '30000', '5000'
    }

    It 'emits the setting in force with -PassThru' {
        $row = Set-SyncConfiguration dailybudget 30000 -PassThru
        $row | Should -BeOfType StockSync.SyncSettingValue
        "$($row.Name) $($row.Value) $($row.Source)" | Should -BeExactly 'DailyBudget 30000 Profile'
    }

    It 'takes a setting out with -Remove' {
        Set-SyncConfiguration DailyBudget 30000
        (Set-SyncConfiguration DailyBudget -Remove -PassThru).Source | Should -Be 'Default'
    }

    It 'writes to a profile of its own with -Profile' {
        Set-SyncConfiguration DailyBudget 1000 -Profile small
        (Get-SyncConfiguration DailyBudget).Source | Should -Be 'Default'
        (Get-SyncConfiguration DailyBudget -Profile small).Value | Should -Be '1000'
    }

    It 'is obeyed by the commands that read it' {
        Set-SyncConfiguration Database "$TestDrive/configured.db"
        (Initialize-SyncDatabase).Target | Should -Be ([IO.Path]::GetFullPath("$TestDrive/configured.db"))
    }

    It 'takes a reference to a secret' {
        Set-SyncConfiguration ApiKey env:STOCKSYNC_TEST_KEY
        Set-SandboxVariable STOCKSYNC_TEST_KEY 'k3y-k3y'
        Get-Content $env:STOCKSYNC_CONFIG -Raw | Should -BeLike '*env:STOCKSYNC_TEST_KEY*'
        (Get-SyncConfiguration ApiKey).Value | Should -Not -BeLike '*k3y*'
    }

    It 'writes nothing with -WhatIf' {
        Get-WhatIfText { Set-SyncConfiguration DailyBudget 30000 -WhatIf } | Should -BeLike '*DailyBudget*'
        $env:STOCKSYNC_CONFIG | Should -Not -Exist
    }

    It 'refuses <Name>' -ForEach @(
        @{ Name = 'a secret'; Setting = 'ApiKey'; Value = 'k3y'; Id = 'SettingInvalid' }
        @{ Name = 'a database text with a password'; Setting = 'Database'; Value = 'postgresql://u:s3cret@h/d'; Id = 'SettingInvalid' }
        @{ Name = 'a value out of its range'; Setting = 'DailyBudget'; Value = '0'; Id = 'SettingInvalid' }
        @{ Name = 'a value of another kind'; Setting = 'PublishTime'; Value = 'evening'; Id = 'SettingInvalid' }
        @{ Name = 'a setting that does not exist'; Setting = 'NoSuchThing'; Value = '1'; Id = 'SettingUnknown' }
    ) {
        $problem = Get-TerminatingError { Set-SyncConfiguration $Setting $Value }
        Get-ErrorIdentity $problem | Should -Be "$Id,StockSync.Commands.SetSyncConfigurationCommand InvalidArgument"
        $problem.TargetObject | Should -Be $Setting
        "$problem $($problem.Exception)" | Should -Not -Match 's3cret|k3y'
        $env:STOCKSYNC_CONFIG | Should -Not -Exist
    }

    It 'has an error that shows what to do, once' {
        $problem = Get-TerminatingError { Set-SyncConfiguration NoSuchThing 1 }
        # Lines are broken for the screen.
        $shown = ($problem | Out-String) -replace '\x1b\[[\d;]*m' -replace '[\s|]+', ' '
        $shown | Should -BeLike '*There is no setting named*'
        [regex]::Matches($shown, 'list the names of all settings') | Should -HaveCount 1
    }

    It 'leaves a configuration file alone that it does not understand' {
        Set-Content $env:STOCKSYNC_CONFIG '{ "default": '
        Get-ErrorIdentity (Get-TerminatingError { Set-SyncConfiguration DailyBudget 30000 }) |
            Should -BeLike '*,StockSync.Commands.SetSyncConfigurationCommand Invalid*'
        Get-Content $env:STOCKSYNC_CONFIG -Raw | Should -BeLike '{ "default":*'
    }
}
