BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    Enter-Sandbox
}
AfterAll { Exit-Sandbox }

Describe 'Get-SyncConfiguration' {
    BeforeEach {
        Set-SandboxVariable STOCKSYNC_CONFIG "$TestDrive/settings-$((++$sandbox.Files)).json"
        Set-SandboxVariable STOCKSYNC_DAILY_BUDGET $null
        Set-SandboxVariable STOCKSYNC_DATABASE $null
    }

    It 'shows every setting with its value, its source, its variable and what it does' {
        $rows = Get-SyncConfiguration
        $rows | Should -BeOfType StockSync.SyncSettingValue
        $rows.Name | Should -Contain 'Database'
        $rows.Name | Select-Object -Unique | Should -HaveCount $rows.Count
        foreach ($row in $rows) {
            $row.Variable | Should -MatchExactly '^STOCKSYNC_[A-Z_]+$'
            $row.Description | Should -Not -BeNullOrEmpty
            $row.Source | Should -BeIn 'Default', 'Environment'
        }
    }

    It 'takes names and patterns of them, in any case' {
        (Get-SyncConfiguration dailybudget).Name | Should -BeExactly 'DailyBudget'
        (Get-SyncConfiguration -Name Retry*, PageSize).Name | Should -Be 'RetryAttempts', 'RetryMinDelay', 'RetryMaxDelay', 'PageSize'
    }

    It 'says where a value comes from: environment before file before default' {
        $row = Get-SyncConfiguration DailyBudget
        "$($row.Value) $($row.Source)" | Should -Be '45000 Default'
        Set-SyncConfiguration DailyBudget 30000
        $row = Get-SyncConfiguration DailyBudget
        "$($row.Value) $($row.Source)" | Should -Be '30000 Profile'
        Set-SandboxVariable STOCKSYNC_DAILY_BUDGET 20000
        $row = Get-SyncConfiguration DailyBudget
        "$($row.Value) $($row.Source)" | Should -Be '20000 Environment'
    }

    It 'shows the values of another profile' {
        Set-SyncConfiguration DailyBudget 30000
        Set-SyncConfiguration DailyBudget 1000 -Profile small
        (Get-SyncConfiguration DailyBudget -Profile small).Value | Should -Be '1000'
        (Get-SyncConfiguration DailyBudget).Value | Should -Be '30000'
    }

    It 'shows no secrets' {
        Set-SandboxVariable STOCKSYNC_DATABASE 'postgresql://someone:s3cret@db.example/market'
        Set-SandboxVariable STOCKSYNC_API_KEY 'k3y-k3y'
        try { $text = Get-SyncConfiguration | ConvertTo-Json } finally { Set-SandboxVariable STOCKSYNC_API_KEY $null }
        $text | Should -BeLike '*db.example/market*'
        $text | Should -Not -BeLike '*s3cret*'
        $text | Should -Not -BeLike '*someone*'
        $text | Should -Not -BeLike '*k3y*'
    }

    It 'describes settings in the language of the session' {
        (Invoke-InCulture zh-CN { Get-SyncConfiguration PageSize }).Description | Should -Be '响应每页的行数。'
        "$(Invoke-InCulture zh-CN { Get-TerminatingError { Set-SyncConfiguration NoSuchThing 1 } })" | Should -BeLike '*没有名为*'
    }

    It 'writes no file' {
        $null = Get-SyncConfiguration
        $env:STOCKSYNC_CONFIG | Should -Not -Exist
    }

    It 'says which names it does not know and shows the others' {
        $rows = Get-SyncConfiguration PageSize, NoSuchThing -ErrorAction SilentlyContinue -ErrorVariable problems
        $rows.Name | Should -Be 'PageSize'
        $problems | Should -HaveCount 1
        Get-ErrorIdentity $problems[0] | Should -Be 'SettingUnknown,StockSync.Commands.GetSyncConfigurationCommand ObjectNotFound'
        $problems[0].TargetObject | Should -Be 'NoSuchThing'
    }

    It 'ends with SettingInvalid for <Name>' -ForEach @(
        @{ Name = 'a profile that does not exist'; Profile = 'nowhere'; Budget = $null; Target = 'Profile' }
        @{ Name = 'a variable with a bad value'; Profile = 'default'; Budget = 'much'; Target = 'DailyBudget' }
    ) {
        Set-SandboxVariable STOCKSYNC_DAILY_BUDGET $Budget
        $problem = Get-TerminatingError { Get-SyncConfiguration -Profile $Profile }
        Get-ErrorIdentity $problem | Should -Be 'SettingInvalid,StockSync.Commands.GetSyncConfigurationCommand InvalidArgument'
        $problem.TargetObject | Should -Be $Target
        $problem.Exception.Advice | Should -Not -BeNullOrEmpty
        "$problem".EndsWith($problem.Exception.Advice) | Should -BeTrue -Because 'hosts show nothing but the text'
    }
}
