BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    . "$PSScriptRoot/Postgres.ps1"
    Enter-Sandbox
    $market = Start-Market
    $manifest = "$outFolder/StockSync/StockSync.psd1"
}
AfterAll { Exit-Sandbox }

Describe 'A market copied into <Store>' -ForEach @{ Store = 'SQLite' }, @{ Store = 'PostgreSQL' } {
    BeforeAll {
        $reason = $Store -eq 'PostgreSQL' ? (Get-PostgresSkipReason) : $null
        $server = $Store -eq 'PostgreSQL' -and -not $reason ? (Start-Postgres) : $null
    }
    AfterAll { if ($server) { Stop-Postgres $server } }
    BeforeEach {
        if ($reason) { Set-ItResult -Skipped -Because $reason }
        Set-SandboxVariable STOCKSYNC_DATABASE ($server ? (New-PostgresDatabase $server) : (New-DatabasePath))
    }

    It 'is complete, and the same market as in an untroubled SQLite file' {
        (Initialize-SyncDatabase).Kind | Should -Be $Store
        $days = Start-StockBackfill @january
        $days.Status | Select-Object -Unique | Should -Be 'Completed'
        Get-SyncCheckpoint -Status Completed | Should -HaveCount 22

        $other = New-DatabasePath
        $null = Start-StockBackfill @january -Shape MarketDay -Database $other
        $there = Get-StockBar -Database $other | ConvertTo-Csv
        Get-StockBar | ConvertTo-Csv | Should -Be $there
        $there | Should -HaveCount (1 + ($days | Measure-Object Expected -Sum).Sum)
    }

    It 'goes on where a limit stopped it and asks nothing twice' {
        $null = Start-StockBackfill @january -Shape MarketDay -MaxRequests 10 3> $null
        $done = @(Get-SyncCheckpoint -Status Completed)
        $done.Count | Should -BeIn (1..9)
        $before = @(Get-MarketRequest $market -ForBars).Count
        (Start-StockBackfill @january -Shape MarketDay).Status | Select-Object -Unique | Should -Be 'Completed'
        $asked = Get-MarketRequest $market -ForBars | Select-Object -Skip $before
        $asked | Should -HaveCount (22 - $done.Count)
    }

    It 'is made whole from a list of failures on paper' {
        $broken = Start-Market -Fault '95:sh.600000 x* drop', '95:sz.000001 x* error 10005001'
        $null = Start-StockBackfill @january -Shape StockRange -Endpoint $broken.Endpoint -ErrorAction SilentlyContinue
        Get-FailedStock | Export-Csv "$TestDrive/failed.csv"
        $rows = Import-Csv "$TestDrive/failed.csv"
        $rows.Code | Sort-Object | Should -Be '000001', '600000'

        $null = $rows | Retry-FailedStock
        Get-FailedStock | Should -BeNullOrEmpty
        Get-SyncCheckpoint -Status Completed | Should -HaveCount 22
    }

    It 'is made whole from the checkpoints that are open' {
        $broken = Start-Market -Fault '98:2024-01-09 x* drop', '98:2024-01-16 x* partial 0.5', '98:2024-01-23 x* garbled nan'
        $null = Start-StockBackfill @january -Shape MarketDay -Endpoint $broken.Endpoint -ErrorAction SilentlyContinue -WarningAction SilentlyContinue
        $open = Get-SyncCheckpoint -Status Failed, Partial
        $open.Date.Day | Should -Be 9, 16, 23
        $open[2].Quarantined | Should -Be 1

        $retried = $open | Retry-FailedStock
        $retried.Date.Day | Sort-Object | Should -Be 9, 16, 23
        Get-SyncCheckpoint -Status Completed | Should -HaveCount 22
    }

    It 'repairs passing faults by itself and leaves no trace of them in the data' {
        $shaky = Start-Market -Fault '98 skip 3 x2 drop', '98 skip 8 x1 badzlib', '98 skip 12 x1 half 50%', '98 skip 15 x1 wrong'
        $days = Start-StockBackfill @january -Shape MarketDay -Endpoint $shaky.Endpoint
        $days.Status | Select-Object -Unique | Should -Be 'Completed'
        (Get-SyncRun).Retries | Should -BeGreaterThan 0
        @(Get-MarketRequest $shaky | Where-Object fault) | Should -Not -BeNullOrEmpty

        $other = New-DatabasePath
        $null = Start-StockBackfill @january -Database $other
        Get-StockBar | ConvertTo-Csv | Should -Be (Get-StockBar -Database $other | ConvertTo-Csv)
    }

    It 'is let go by Select-Object -First 1 with a checkpoint that is true' {
        $endless = Start-Market -Fault '98 skip 3 x* stall'
        Set-SandboxVariable STOCKSYNC_COMMIT_DAYS 1
        try { $first = Start-StockBackfill @january -Shape MarketDay -Endpoint $endless.Endpoint | Select-Object -First 1 }
        finally { Set-SandboxVariable STOCKSYNC_COMMIT_DAYS $null }
        $first.Status | Should -Be 'Completed'
        (Get-SyncRun).Status | Should -Be 'Stopped'
        foreach ($day in Get-SyncCheckpoint -Status Completed) { Get-StockBar -From $day.Date -To $day.Date | Should -HaveCount $day.Expected }
        (Start-StockBackfill @january).Status | Select-Object -Unique | Should -Be 'Completed'
    }

    It 'keeps its checkpoints over an export and an import' {
        $null = Start-StockBackfill @january
        Export-SyncCheckpoint "$TestDrive/checkpoint.json"
        Clear-SyncCheckpoint -From 2024-01-02 -Force
        (Import-SyncCheckpoint "$TestDrive/checkpoint.json").Status | Select-Object -Unique | Should -Be 'Completed'
    }

    It 'can be filled beside another database at the same time' {
        $second = Start-Market
        $work = @(
            @{ Database = $env:STOCKSYNC_DATABASE; Endpoint = $market.Endpoint }
            @{ Database = $server ? (New-PostgresDatabase $server) : (New-DatabasePath); Endpoint = $second.Endpoint }
        )
        $range = $january
        $days = $work | ForEach-Object -ThrottleLimit 2 -Parallel {
            Import-Module $using:manifest
            $parameters = $_ + $using:range
            Start-StockBackfill @parameters | Select-Object Status, @{ Name = 'Endpoint'; Expression = { $parameters.Endpoint } }
        }
        $days | Should -HaveCount 44
        $days.Status | Select-Object -Unique | Should -Be 'Completed'
        $days | Group-Object Endpoint | ForEach-Object Count | Should -Be 22, 22
        foreach ($parameters in $work) { Get-SyncCheckpoint -Database $parameters.Database -Status Completed | Should -HaveCount 22 }
    }
}

Describe 'A script run by pwsh -File' {
    BeforeEach { Use-NewDatabase }

    BeforeAll { $broken = Start-Market -Fault '98:2024-01-09 x* drop' }

    It 'needs nobody at the keyboard and ends with exit code 0' {
        $run = Invoke-Script "Start-StockBackfill -From 2024-01-02 -To 2024-01-31 | ForEach-Object { `"`$(`$_.Status)`" }"
        $run.ExitCode | Should -Be 0
        $run.Errors | Should -BeNullOrEmpty
        $run.Output | Should -HaveCount 22
        $run.Output | Select-Object -Unique | Should -Be 'Completed'
    }

    It 'ends with exit code 0 after an error that ends nothing, as PowerShell has it' {
        $run = Invoke-Script "Sync-StockDay 2024-01-09 -Endpoint $($broken.Endpoint); 'the end'"
        $run.ExitCode | Should -Be 0
        $run.Output | Should -Contain 'the end'
        $run.Errors | Should -BeLike '*2024-01-09*'
    }

    It 'ends with exit code 1 after the same error with $ErrorActionPreference = "Stop"' {
        $run = Invoke-Script "`$ErrorActionPreference = 'Stop'; Sync-StockDay 2024-01-09 -Endpoint $($broken.Endpoint); 'the end'"
        $run.ExitCode | Should -Be 1
        $run.Output | Should -Not -Contain 'the end'
    }

    It 'ends with exit code 1 after an error that ends the command, and says what to do' {
        $run = Invoke-Script '$ErrorActionPreference = "Stop"; Sync-StockDay 2024-01-09 -Endpoint 127.0.0.1:1'
        $run.ExitCode | Should -Be 1
        $run.Errors | Should -BeLike '*127.0.0.1:1*'
    }

    It 'ends with the exit code that it makes of open days: <ExitCode>' -ForEach @(
        @{ ExitCode = 0; Day = '2024-01-08' }
        @{ ExitCode = 1; Day = '2024-01-09' }
    ) {
        # As the README has it.
        $run = Invoke-Script @"
`$open = @(Sync-StockDay $Day -Endpoint $($broken.Endpoint) | Where-Object Status -notin Completed, Skipped)
exit [int](`$open.Count -gt 0)
"@
        $run.ExitCode | Should -Be $ExitCode
    }

    It 'leaves no progress and no colours in redirected output' {
        $slow = Start-Market -Option '--latency-98', '50'
        $run = Invoke-Script "Start-StockBackfill -From 2024-01-02 -To 2024-01-31 -Shape MarketDay -Endpoint $($slow.Endpoint)"
        $run.ExitCode | Should -Be 0
        $run.Errors | Should -BeNullOrEmpty
        $text = $run.Output -join "`n"
        @($run.Output | Where-Object { $_ -match '^2024-01-\d\d +Completed' }) | Should -HaveCount 22
        $text | Should -Not -Match 'Backfill'
        $text | Should -Not -Match '\x1b\[\d*[A-HJK]' -Because 'these move the cursor'
    }

    It 'keeps Chinese names in CSV' {
        $null = Start-StockBackfill -From 2024-01-02 -To 2024-01-03
        $run = Invoke-Script "Get-Stock | Export-Csv '$TestDrive/stocks.csv'"
        $run.ExitCode | Should -Be 0
        (Import-Csv "$TestDrive/stocks.csv").Name | Should -Be (Get-Stock).Name
        (Get-Content "$TestDrive/stocks.csv" -Raw) | Should -Match '\p{IsCJKUnifiedIdeographs}'
    }

    It 'records what it has done when it is sent <Signal>' -Skip:$IsWindows -ForEach @(
        @{ Signal = 'TERM'; ExitCode = 143 }
        @{ Signal = 'HUP'; ExitCode = 129 }
        # What PowerShell itself makes of Ctrl+C: the script cleans up, and the exit code is PowerShell's.
        @{ Signal = 'INT'; ExitCode = $null }
    ) {
        $endless = Start-Market -Fault '98 skip 3 x* stall'
        Set-Content "$TestDrive/endless.ps1" @"
Import-Module '$manifest'
`$env:STOCKSYNC_COMMIT_DAYS = '1'
try {
    Start-StockBackfill -From 2024-01-02 -To 2024-01-31 -Shape MarketDay -Endpoint $($endless.Endpoint) |
        ForEach-Object { [Console]::Out.WriteLine("`$(`$_.Status)") }
}
finally { [Console]::Out.WriteLine('cleaned') }
"@
        $start = [Diagnostics.ProcessStartInfo]::new($pwshPath, [string[]] ('-NoProfile', '-NonInteractive', '-File', "$TestDrive/endless.ps1"))
        $start.RedirectStandardOutput = $start.RedirectStandardInput = $true
        $process = [Diagnostics.Process]::Start($start)
        try {
            $line = $process.StandardOutput.ReadLineAsync()
            $line.Wait(60000) | Should -BeTrue
            $line.Result | Should -Be 'Completed'
            & kill "-$Signal" $process.Id
            # The answer that it waits for comes after a minute.
            $process.WaitForExit(10000) | Should -BeTrue
            if ($ExitCode) { $process.ExitCode | Should -Be $ExitCode }
            else { $process.StandardOutput.ReadToEnd() | Should -BeLike '*cleaned*' }
        }
        finally { if (-not $process.HasExited) { $process.Kill() } }
        (Get-SyncRun).Status | Should -Be 'Stopped'
        Get-SyncRun -Active | Should -BeNullOrEmpty
        (Start-StockBackfill @january).Status | Select-Object -Unique | Should -Be 'Completed'
    }
}
