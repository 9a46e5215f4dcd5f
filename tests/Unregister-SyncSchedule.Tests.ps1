BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    Enter-Sandbox
}
AfterAll { Exit-Sandbox }

Describe 'Unregister-SyncSchedule' -Skip:$IsWindows {
    BeforeEach {
        $table = Use-FakeCrontab
        [IO.File]::WriteAllText($table, "# mine`t`r`n0 1 * * * true # no end")
        $null = Register-SyncSchedule stocksync-pester -Scheduler Cron
    }

    It 'leaves the crontab byte for byte as it was' {
        Unregister-SyncSchedule stocksync-pester | Should -BeNullOrEmpty
        [IO.File]::ReadAllText($table) | Should -BeExactly "# mine`t`r`n0 1 * * * true # no end"
    }

    It 'takes schedules from the pipeline' {
        $null = Register-SyncSchedule stocksync-pester2 -Scheduler Cron
        Get-SyncSchedule stocksync-pester* | Unregister-SyncSchedule
        Get-SyncSchedule stocksync-pester* | Should -BeNullOrEmpty
    }

    It 'changes nothing with -WhatIf' {
        Unregister-SyncSchedule stocksync-pester -WhatIf
        (Get-SyncSchedule stocksync-pester -WarningAction Ignore).Name | Should -Be 'stocksync-pester'
    }

    It 'reports a name that is not there and goes on with the others' {
        Unregister-SyncSchedule stocksync-nobody, stocksync-pester -ErrorVariable problem -ErrorAction SilentlyContinue
        Get-ErrorIdentity $problem[0] | Should -Be 'ScheduleUnknown,StockSync.Commands.UnregisterSyncScheduleCommand ObjectNotFound'
        $problem[0].TargetObject | Should -Be 'stocksync-nobody'
        Get-SyncSchedule stocksync-pester* | Should -BeNullOrEmpty
    }
}
