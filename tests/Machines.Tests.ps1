BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    . "$PSScriptRoot/Postgres.ps1"
    Enter-Sandbox
    # An address for each machine: each has its own service.
    $first = Start-Market -Option '--latency-98', '100'
    $second = Start-Market -Option '--latency-98', '100'
    $reason = Get-PostgresSkipReason
    $server = $reason ? $null : (Start-Postgres)
    Set-SandboxVariable STOCKSYNC_COMMIT_DAYS 1
    Set-SandboxVariable STOCKSYNC_LEASE_HEARTBEAT 1
}
AfterAll {
    if ($server) { Stop-Postgres $server }
    Exit-Sandbox
}

Describe 'Start-StockBackfill -Join' {
    It 'works at the run of another machine, and one record tells of both' {
        if ($reason) { Set-ItResult -Skipped -Because $reason }
        Set-SandboxVariable STOCKSYNC_DATABASE (New-PostgresDatabase $server)
        $leader = [powershell]::Create()
        try {
            $range = "-From $($january.From) -To $($january.To) -Shape MarketDay -Endpoint $($first.Endpoint)"
            [void] $leader.AddScript("Import-Module '$outFolder/StockSync/StockSync.psd1'; Start-StockBackfill $range")
            $leading = $leader.BeginInvoke()
            # The other one may not have begun yet.
            do {
                $joined = try { , @(Start-StockBackfill -Join -Endpoint $second.Endpoint) }
                catch { if ($_.FullyQualifiedErrorId -notlike 'NothingToJoin,*') { throw } }
            } until ($null -ne $joined -or $leading.IsCompleted)
            $days = $leader.EndInvoke($leading)
        }
        finally { $leader.Dispose() }

        $days | Should -HaveCount 22
        $days.Status | Select-Object -Unique | Should -Be 'Completed'
        $joined.Count | Should -BeIn (1..21)
        $joined.Date | Should -BeIn $days.Date
        Get-MarketRequest $second -ForBars | Should -HaveCount $joined.Count
        Get-MarketRequest $first -ForBars | Should -HaveCount (22 - $joined.Count)
        $run = Get-SyncRun
        $run.Status | Should -Be 'Completed'
        $run.Workers | Should -Be 1
        $run.WorkerHosts | Should -Be ([Environment]::MachineName)
        $run.Requests | Should -Be (@(Get-MarketRequest $first).Count + @(Get-MarketRequest $second).Count)
    }

    It 'says where to begin when no run is under way' {
        if ($reason) { Set-ItResult -Skipped -Because $reason }
        Set-SandboxVariable STOCKSYNC_DATABASE (New-PostgresDatabase $server)
        $problem = Get-TerminatingError { Start-StockBackfill -Join }
        Get-ErrorIdentity $problem | Should -Be 'NothingToJoin,StockSync.Commands.StartStockBackfillCommand ObjectNotFound'
        "$problem" | Should -BeLike '*without -Join*'
    }

    It 'refuses a file, which belongs to one machine' {
        Use-NewDatabase
        $identity = 'JoinUnsupported,StockSync.Commands.StartStockBackfillCommand InvalidArgument'
        $before = @(Get-MarketRequest $first).Count
        foreach ($say in @{ Culture = 'en-US'; Words = 'PostgreSQL' }, @{ Culture = 'zh-CN'; Words = '只能供一台机器使用' }) {
            $problem = Invoke-InCulture $say.Culture { Get-TerminatingError { Start-StockBackfill -Join } }
            Get-ErrorIdentity $problem | Should -Be $identity
            "$problem" | Should -BeLike "*$($say.Words)*"
        }
        Get-MarketRequest $first | Should -HaveCount $before
    }

    It 'touches nothing with -WhatIf' {
        Use-NewDatabase
        $before = @(Get-MarketRequest $first).Count
        $said = @{}
        $lines = Get-WhatIfText { $said.Output = Start-StockBackfill -Join -WhatIf -MaxRequests 5 -MaxMinutes 1 -ThrottleLimit 1 }
        $lines | Should -HaveCount 1
        $lines | Should -BeLike '*Join the active run*'
        $said.Output | Should -BeNullOrEmpty
        Get-MarketRequest $first | Should -HaveCount $before
        $env:STOCKSYNC_DATABASE | Should -Not -Exist
    }
}
