BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    Enter-Sandbox
}
AfterAll { Exit-Sandbox }

Describe 'Get-SyncSchedule' -Skip:$IsWindows {
    BeforeEach {
        $null = Use-FakeCrontab
        Set-SyncConfiguration Database "$TestDrive/none-$($sandbox.Files).db"
        $null = Register-SyncSchedule stocksync-pester -Scheduler Cron
    }

    It 'emits what is registered, as it stands there' {
        $schedule = Get-SyncSchedule stocksync-pester
        $schedule | Should -BeOfType StockSync.SyncSchedule
        $schedule.Times | Should -Be '20:00, 22:00, 08:00'
        $schedule.Text | Should -BeExactly (Register-SyncSchedule stocksync-pester -Scheduler Cron).Text
        $schedule.Last | Should -BeNullOrEmpty
    }

    It 'takes patterns of names' {
        $null = Register-SyncSchedule stocksync-pester2 -Scheduler Cron
        (Get-SyncSchedule stocksync-peste*).Name | Should -Be 'stocksync-pester', 'stocksync-pester2'
        Get-SyncSchedule nothing-* | Should -BeNullOrEmpty
    }

    It 'reports a name that is not there and shows the others' {
        $found = Get-SyncSchedule stocksync-pester, stocksync-nobody -ErrorVariable problem -ErrorAction SilentlyContinue
        $found.Name | Should -Be 'stocksync-pester'
        Get-ErrorIdentity $problem[0] | Should -Be 'ScheduleUnknown,StockSync.Commands.GetSyncScheduleCommand ObjectNotFound'
        $problem[0].TargetObject | Should -Be 'stocksync-nobody'
    }

    It 'does without the database, and warns' {
        Set-Content "$TestDrive/broken.db" 'this is no database, whatever its name says'
        $schedule = Get-SyncSchedule stocksync-pester -Database "$TestDrive/broken.db" -WarningVariable warned -WarningAction Ignore
        $schedule.Name | Should -Be 'stocksync-pester'
        $schedule.NextAt, $schedule.Last | Should -Be $null, $null
        $warned | Should -HaveCount 1
    }
}
