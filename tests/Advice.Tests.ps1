# What Get-SyncHealth advises is done word for word: it ends what it was advised for, and never makes anything worse.
BeforeDiscovery {
    . "$PSScriptRoot/Common.ps1"
    . "$PSScriptRoot/Postgres.ps1"
    . "$PSScriptRoot/Clock.ps1"
    $reason = Get-ClockSkipReason
    $cases = @(
        @{
            Code = 'Stale'; Script = { Start-StockBackfill -From 2024-01-15 -To 2024-01-26 }
        }
        @{
            Code = 'OldGaps'; Script = { Start-StockBackfill -From 2024-01-02 -To 2024-01-05; Start-StockBackfill -From 2024-01-18 -To 2024-01-31 }
        }
        @{
            Code = 'OldGapsChosen'; Script = {
                Start-StockBackfill -From 2024-01-02 -To 2024-01-05 -Code 600000, 600001, 600003
                Start-StockBackfill -From 2024-01-18 -To 2024-01-31 -Code 600000, 600001, 600003
            }
        }
        @{
            Code = 'LowCoverage'; View = 'both 2024-01-31 share 0.5'; Hours = 13; Script = { Start-StockBackfill -From 2024-01-22 -To 2024-01-31 }
        }
        @{
            Code = 'QuarantinedBars'; View = 'values 2024-01-30 bad sh.600000'; Script = { Start-StockBackfill -From 2024-01-22 -To 2024-01-31 -Shape MarketDay }
        }
        @{
            Code = 'ThinDays'; View = 'both 2024-01-16 lacking 0.05'; Stays = $true; Days = 4
            Script = { Start-StockBackfill -From 2024-01-15 -To 2024-01-31; Retry-FailedStock }
        }
        @{
            Code = 'DayDoubted'; View = 'values 2024-01-30 yesterday'; Stays = $true; Days = 3
            Script = { Start-StockBackfill -From 2024-01-22 -To 2024-01-31; Retry-FailedStock }
        }
        @{
            Code = 'CheckpointWrong'; Sql = "delete from daily_stock_data where trade_date = '2024-01-31' and stock_code <= '000010'"
            Script = { Start-StockBackfill -From 2024-01-22 -To 2024-01-31 }
        }
        @{
            Code = 'CheckpointWrongChosen'; Sql = "delete from daily_stock_data where trade_date = '2024-01-31' and stock_code = '600001'"
            Script = { Start-StockBackfill -From 2024-01-22 -To 2024-01-31 -Code 600000, 600001, 600003 }
        }
    )
}

BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    . "$PSScriptRoot/Market.ps1"
    . "$PSScriptRoot/Postgres.ps1"
    . "$PSScriptRoot/Clock.ps1"
    Enter-Sandbox
    $market = Start-Market -Stocks 300 -From 2024-01-02 -To 2024-02-29
    if (-not (Get-ClockSkipReason)) { $session = Start-ClockSession }
    if (-not (Get-PostgresSkipReason)) { $postgres = Start-Postgres }

    # The commands of an advice, as a person reads them out of it: from a verb to the end of the sentence or of its part.
    function Get-AdvisedCommand([string] $Advice) {
        $pattern = '(?:Run |: |; )(?<command>(?:Start|Sync|Retry|Get|Resolve)-\w+(?: [^;.]*?)?)(?=, and | tells |[;.]|$)'
        foreach ($match in [regex]::Matches($Advice, $pattern)) { $match.Groups['command'].Value.Trim() }
    }

    function Get-Bar { @(Invoke-InSession $session { @(Get-StockBar).Count })[0] }
}

AfterAll {
    if ($session) { Stop-ClockSession $session }
    if ($postgres) { Stop-Postgres $postgres }
    Exit-Sandbox
}

Describe 'What Get-SyncHealth advises' {
    BeforeEach { if ($reason) { Set-ItResult -Skipped -Because $reason } }

    It 'ends what it is advised for and makes nothing worse: <Code>' -ForEach $cases {
        if ($Sql -and (Get-PostgresSkipReason)) { Set-ItResult -Skipped -Because (Get-PostgresSkipReason); return }
        Set-SandboxVariable STOCKSYNC_DATABASE ($Sql ? (New-PostgresDatabase $postgres) : (New-DatabasePath))
        Set-MarketDay $market 2024-01-31
        Set-MarketView $market @($View | Where-Object { $_ })
        $evening = [datetime] '2024-01-31 20:00'
        for ($day = 0; $day -lt ($Days ?? 1); $day++) {
            $null = Invoke-AtTime $session $evening.AddDays($day) $Script -WarningAction SilentlyContinue -ErrorAction SilentlyContinue
        }
        if ($Sql) { Invoke-PostgresProgram $postgres psql -qtAX -c $Sql $env:STOCKSYNC_DATABASE }
        $now = $evening.AddDays($day - 1).AddHours($Hours ?? 1)
        # Values of values come out of the session as text.
        $before = Invoke-AtTime $session $now { (Get-SyncHealth).Reasons }
        $scope = Invoke-InSession $session { "$((Get-SyncHealth).Scope)" }
        $found = @($before | Where-Object { "$($_.Code)" -eq ($Code -replace 'Chosen$') })
        $found | Should -HaveCount 1 -Because "the reasons are $($before.Code)"
        $commands = @(Get-AdvisedCommand $found[0].Advice)
        $commands | Should -Not -BeNullOrEmpty -Because $found[0].Advice
        $bars = Get-Bar
        $complete = @(Invoke-InSession $session { Get-SyncCheckpoint -Status Completed }).Count

        if (-not $Stays) { Set-MarketView $market }
        foreach ($command in $commands) {
            $null = Invoke-InSession $session { Invoke-Expression $using:command } -WarningAction SilentlyContinue
        }

        $after = Invoke-InSession $session { (Get-SyncHealth).Reasons }
        "$($after.Code)" | Should -Not -Match "\b$($found[0].Code)\b" -Because "this was done: $($commands -join '; ')"
        Invoke-InSession $session { "$((Get-SyncHealth).Scope)" } | Should -Be $scope
        Get-Bar | Should -BeGreaterOrEqual $bars
        @(Invoke-InSession $session { Get-SyncCheckpoint -Status Completed }).Count | Should -BeGreaterOrEqual $complete
    }
}
