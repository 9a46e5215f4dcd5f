BeforeDiscovery {
    # Five in every test run, a hundred in a soak.
    $kills = $env:STOCKSYNC_TEST_SESSION_KILLS ? [int] $env:STOCKSYNC_TEST_SESSION_KILLS : 5
}

BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    . "$PSScriptRoot/Postgres.ps1"
    Enter-Sandbox
    $market = Start-Market -Option '--latency-98', '20'
    # Each day is a transaction, so that there is much to be killed in.
    Set-SandboxVariable STOCKSYNC_COMMIT_DAYS 1
    $reference = New-DatabasePath
    $null = Start-StockBackfill @january -Database $reference
    $truth = Get-StockBar -Database $reference | ConvertTo-Csv

    # A session of its own that says 'begins' and fills the month.
    function Start-Session([string] $Endpoint = $market.Endpoint) {
        $path = "$TestDrive/session.ps1"
        Set-Content $path @"
Import-Module '$outFolder/StockSync/StockSync.psd1'
[Console]::Out.WriteLine('begins')
Start-StockBackfill -From $($january.From) -To $($january.To) -Shape MarketDay -Endpoint $Endpoint |
    ForEach-Object { [Console]::Out.WriteLine("`$(`$_.Status)") }
"@
        $start = [Diagnostics.ProcessStartInfo]::new($pwshPath, [string[]] ('-NoProfile', '-NonInteractive', '-File', $path))
        $start.RedirectStandardOutput = $start.RedirectStandardInput = $true
        $session = [Diagnostics.Process]::Start($start)
        $session.StandardOutput.ReadLine() | Should -Be 'begins'
        $session
    }

    # The checkpoint says no more than the table holds, and no bar is there that was never published.
    function Assert-Sound([string] $Story) {
        $rows = Get-StockBar | ConvertTo-Csv | Select-Object -Skip 1
        $rows | Where-Object { $_ -notin $truth } | Should -BeNullOrEmpty -Because $Story
        @($rows | Select-Object -Unique).Count | Should -Be @($rows).Count -Because $Story
        $there = Get-StockBar | Group-Object Date -AsHashTable
        foreach ($day in Get-SyncCheckpoint -Status Completed) { $there[$day.Date] | Should -HaveCount $day.Expected -Because $Story }
    }

    function Add-SoakReport([string] $Fault, [string] $What, [string] $Store, [int] $Cases) {
        if ($env:STOCKSYNC_TEST_REPORT) { Add-Content $env:STOCKSYNC_TEST_REPORT "$Fault`t$What`t$Store`t$Cases`t0" }
    }
}
AfterAll { Exit-Sandbox }

Describe 'A session on <Store>' -ForEach @{ Store = 'SQLite'; Kills = $kills }, @{ Store = 'PostgreSQL'; Kills = $kills } {
    BeforeAll {
        $reason = $Store -eq 'PostgreSQL' ? (Get-PostgresSkipReason) : $null
        $server = $Store -eq 'PostgreSQL' -and -not $reason ? (Start-Postgres) : $null
    }
    AfterAll { if ($server) { Stop-Postgres $server } }
    BeforeEach {
        if ($reason) { Set-ItResult -Skipped -Because $reason }
        Set-SandboxVariable STOCKSYNC_DATABASE ($server ? (New-PostgresDatabase $server) : (New-DatabasePath))
        $null = Initialize-SyncDatabase
    }

    It 'that is killed at any moment loses and doubles nothing, <Kills> times' {
        $random = [Random]::new(20240229)
        $killed = 0
        while ($killed -lt $Kills) {
            $session = Start-Session
            $after = $random.Next(1500)
            if (-not $session.WaitForExit($after)) {
                $session.Kill()
                $session.WaitForExit()
                $killed++
            }
            Assert-Sound "kill $killed, after $after ms"
            if (@(Get-SyncCheckpoint -Status Completed).Count -eq 22) {
                # Done before its end could come: the next one begins with nothing.
                Get-StockBar | ConvertTo-Csv | Should -Be $truth
                Set-SandboxVariable STOCKSYNC_DATABASE ($server ? (New-PostgresDatabase $server) : (New-DatabasePath))
                $null = Initialize-SyncDatabase
            }
        }
        (Start-StockBackfill @january).Status | Select-Object -Unique | Should -Be 'Completed'
        Get-StockBar | ConvertTo-Csv | Should -Be $truth
        Get-SyncRun | Where-Object Status -eq 'Running' | Should -BeNullOrEmpty
        Add-SoakReport F1 'PowerShell session killed at a random moment' $Store $Kills
    }
}

Describe 'A session whose database does not answer' -Skip:$IsWindows {
    BeforeAll {
        $reason = Get-PostgresSkipReason
        $server = $reason ? $null : (Start-Postgres)
        # Slow enough for the lock to be there first.
        $slow = Start-Market -Fault '98 skip 3 x1 slow 2000'

        # A session that waits for a lock in the middle of a transaction, and the program that holds it.
        function Start-WaitingSession {
            $session = Start-Session $slow.Endpoint
            1..3 | ForEach-Object { $session.StandardOutput.ReadLine() | Should -Be 'Completed' }
            $start = [Diagnostics.ProcessStartInfo]::new((Get-PostgresProgram psql), [string[]] ('-qtAX', $env:STOCKSYNC_DATABASE))
            $start.RedirectStandardInput = $start.RedirectStandardOutput = $true
            $holder = [Diagnostics.Process]::Start($start)
            $holder.StandardInput.WriteLine(@'
begin; lock table daily_stock_data in access exclusive mode;
do $$ begin while not exists (select 1 from pg_locks where not granted) loop perform pg_sleep(0.02); end loop; end $$;
\echo waiting
'@)
            $line = $holder.StandardOutput.ReadLineAsync()
            $line.Wait(60000) | Should -BeTrue
            $line.Result | Should -Be 'waiting'
            [pscustomobject] @{ Process = $session; Holder = $holder }
        }

        function Stop-Holder($Session) {
            if (-not $Session.Process.HasExited) { $Session.Process.Kill() }
            $Session.Holder.StandardInput.Close()
            [void] $Session.Holder.WaitForExit(60000)
        }
    }
    AfterAll { if ($server) { Stop-Postgres $server } }
    BeforeEach {
        if ($reason) { Set-ItResult -Skipped -Because $reason }
        Set-SandboxVariable STOCKSYNC_DATABASE (New-PostgresDatabase $server)
    }
    AfterEach {
        if ($reason) { return }
        Assert-Sound 'after the stop'
        (Start-StockBackfill @january).Status | Select-Object -Unique | Should -Be 'Completed'
        Get-StockBar | ConvertTo-Csv | Should -Be $truth
    }

    It 'comes back within ten seconds of Ctrl+C' {
        $session = Start-WaitingSession
        try {
            & kill -INT $session.Process.Id
            $session.Process.WaitForExit(10000) | Should -BeTrue
        }
        finally { Stop-Holder $session }
    }

    It 'comes back at once at a second one' {
        $session = Start-WaitingSession
        try {
            & kill -INT $session.Process.Id
            $session.Process.WaitForExit(1000) | Should -BeFalse -Because 'it is given time to keep what is in hand'
            & kill -INT $session.Process.Id
            $session.Process.WaitForExit(2000) | Should -BeTrue
        }
        finally { Stop-Holder $session }
    }
}
