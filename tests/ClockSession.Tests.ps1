BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    . "$PSScriptRoot/Clock.ps1"
    . "$PSScriptRoot/Postgres.ps1"
    Enter-Sandbox
    $market = Start-Market
    $clockReason = Get-ClockSkipReason
    $clock = $clockReason ? $null : (Start-ClockSession)
}
AfterAll {
    if ($clock) { Stop-ClockSession $clock }
    Exit-Sandbox
}

BeforeDiscovery {
    $behind = @{ Story = 'behind'; Time = '2024-01-11 18:00' }
    $ahead = @{ Story = 'ahead'; Time = '2044-01-11 18:00' }
    $stores = @(
        # Who reads the lease of a file looks at its own clock; a server looks at the server's.
        @{ Store = 'SQLite'; Clocks = @($behind) }
        @{ Store = 'PostgreSQL'; Clocks = @($behind; $ahead) }
    )
}

Describe 'A session with a clock of its own on <Store>' -ForEach $stores {
    BeforeAll {
        $reason = $clockReason ? $clockReason : $Store -eq 'PostgreSQL' ? (Get-PostgresSkipReason) : $null
        $server = $Store -eq 'PostgreSQL' -and -not $reason ? (Start-Postgres) : $null
    }
    AfterAll { if ($server) { Stop-Postgres $server } }
    BeforeEach {
        if ($reason) { Set-ItResult -Skipped -Because $reason }
        Set-SandboxVariable STOCKSYNC_DATABASE ($server ? (New-PostgresDatabase $server) : (New-DatabasePath))
    }

    It 'lives through two Beijing days' {
        $days = foreach ($time in '2024-01-10 17:29', '2024-01-10 17:31', '2024-01-10 23:59', '2024-01-11 00:01', '2024-01-11 17:31') {
            Invoke-AtTime $clock $time { Sync-StockDay }
        }
        # Bars are out at 17:30; the day of Beijing ends while it is 16:00 in Greenwich.
        $days.Date.Day | Should -Be 9, 10, 10, 10, 11
        $days.Status | Select-Object -Unique | Should -Be 'Completed'

        $runs = Invoke-AtTime $clock '2024-01-11 17:32' { Get-SyncRun }
        $runs.StartedAt[-1] | Should -BeGreaterOrEqual ([datetime] '2024-01-10 09:29')
        $runs.StartedAt[-1] | Should -BeLessThan ([datetime] '2024-01-10 09:31')
        Invoke-InSession $clock { Get-SyncRun -Active } | Should -BeNullOrEmpty
        (Get-SyncRun).RunId | Should -Be $runs.RunId -Because 'the database is the same for a session with another clock'
    }

    It 'is refused while another session works, with its clock <Story>' -ForEach $Clocks {
        $slow = Start-Market -Option '--latency-98', '20000', '--latency-95', '20000'
        $work = [powershell]::Create()
        $null = $work.AddScript("Import-Module '$outFolder/StockSync/StockSync.psd1'; Sync-StockDay 2024-01-10 -Endpoint $($slow.Endpoint)")
        try {
            $working = $work.BeginInvoke()
            while (-not (Get-SyncRun -Active)) { if ($working.IsCompleted) { throw "$($work.Streams.Error)" } }
            $problem = Get-TerminatingError { Invoke-AtTime $clock $Time { Sync-StockDay 2024-01-11 } }
            Get-ErrorIdentity $problem | Should -Be 'RunActive,StockSync.Commands.SyncStockDayCommand ResourceBusy'
        }
        finally {
            $work.Stop()
            $work.Dispose()
            Stop-Market $slow
        }
    }
}

Describe 'A session with a clock of its own' {
    BeforeEach {
        if ($clockReason) { Set-ItResult -Skipped -Because $clockReason }
        Use-NewDatabase
    }

    It 'is one process' {
        $first = Invoke-AtTime $clock '2024-01-10 20:00' { $kept = 'kept'; $PID }
        $second = Invoke-AtTime $clock '2030-01-10 20:00' { $kept; $PID }
        $second | Should -Be 'kept', $first
        $first | Should -Not -Be $PID
    }

    It 'has a clock that goes on, and true waits' {
        $times = Invoke-AtTime $clock '2024-01-10 20:00' {
            [datetime]::UtcNow
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $null = [Threading.AutoResetEvent]::new($false).WaitOne(300)
            $watch.Elapsed
            [datetime]::UtcNow
        }
        $times[0] | Should -BeGreaterOrEqual ([datetime] '2024-01-10 12:00')
        $times[0] | Should -BeLessThan ([datetime] '2024-01-10 12:01')
        $times[1].TotalMilliseconds | Should -BeGreaterOrEqual 290
        ($times[2] - $times[0]).TotalMilliseconds | Should -BeGreaterOrEqual 290
        Invoke-InSession $clock { [datetime]::UtcNow } | Should -BeGreaterThan $times[2]
    }

    It 'gives its clock to programs that it starts' {
        Invoke-AtTime $clock '2030-05-01 06:00' { date -u +%F } | Should -Be '2030-04-30'
    }

    It 'has the settings of the moment and the variables of the test' {
        Set-SandboxVariable STOCKSYNC_DAILY_BUDGET 1234
        try { Invoke-InSession $clock { (Get-SyncConfiguration DailyBudget).Value } | Should -Be 1234 }
        finally { Set-SandboxVariable STOCKSYNC_DAILY_BUDGET $null }
        Invoke-InSession $clock { "$env:STOCKSYNC_DAILY_BUDGET" } | Should -BeNullOrEmpty
        $day = '2024-01-05'
        (Invoke-AtTime $clock '2024-01-10 20:00' { Sync-StockDay $using:day }).Date | Should -Be ([datetime] $day)
    }

    It 'ends with the error that ends its command' {
        $problem = Get-TerminatingError { Invoke-AtTime $clock '2024-01-10 20:00' { Sync-StockDay 2024-01-11 } }
        Get-ErrorIdentity $problem | Should -Be 'DateOutOfRange,StockSync.Commands.SyncStockDayCommand InvalidArgument'
        "$problem" | Should -BeLike '*today is 2024-01-10 in Beijing*'
    }

    It 'ends at the first error unless told otherwise' {
        $two = { Get-Stock sh.000300; Get-Stock 600000 }
        (Get-TerminatingError { Invoke-InSession $clock $two }).FullyQualifiedErrorId | Should -BeLike '*,StockSync.Commands.GetStockCommand'
        $stocks = Invoke-InSession $clock $two -ErrorAction SilentlyContinue -ErrorVariable problems
        $stocks.Code | Should -Be '600000'
        $problems | Should -HaveCount 1
        $problems[0].FullyQualifiedErrorId | Should -BeLike '*,StockSync.Commands.GetStockCommand'
    }

    It 'passes warnings on' {
        Invoke-InSession $clock { Write-Warning 'mind the clock' } -WarningVariable warned -WarningAction SilentlyContinue
        "$warned" | Should -Be 'mind the clock'
    }
}
