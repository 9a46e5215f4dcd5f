BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    Enter-Sandbox
    # Each day is a transaction, so that a session that has said one has a connection.
    Set-SandboxVariable STOCKSYNC_COMMIT_DAYS 1

    # A session of its own with a database of its own that is given two days and then no answer.
    function Start-Session($Market) {
        $path = "$TestDrive/session.ps1"
        Set-Content $path @"
Import-Module '$outFolder/StockSync/StockSync.psd1'
Start-StockBackfill -From $($january.From) -To $($january.To) -Shape MarketDay -Endpoint $($Market.Endpoint) -Database '$(New-DatabasePath)' |
    ForEach-Object { [Console]::Out.WriteLine("`$(`$_.Status)") }
"@
        $start = [Diagnostics.ProcessStartInfo]::new((Join-Path $PSHOME pwsh), [string[]] ('-NoProfile', '-NonInteractive', '-File', $path))
        $start.RedirectStandardOutput = $start.RedirectStandardInput = $true
        $session = [Diagnostics.Process]::Start($start)
        $session.StandardOutput.ReadLine() | Should -Be 'Completed'
        $session
    }

    function Stop-Session($Session) {
        if (-not $Session.HasExited) { $Session.Kill() }
        $Session.WaitForExit()
    }
}
AfterAll { Exit-Sandbox }

Describe 'Two sessions with a database each' {
    BeforeAll {
        # A second connection would have this market refuse the address for good.
        $market = Start-Market -Fault '98 skip 2 x1 stall'
        $session = Start-Session $market
        Set-SandboxVariable STOCKSYNC_ENDPOINT $market.Endpoint
        # As another profile might have it.
        Set-SandboxVariable STOCKSYNC_STATE_DIRECTORY "$TestDrive/other-state"
        Set-SandboxVariable STOCKSYNC_PUBLISH_TIME '00:00'
        $before = @(Get-MarketRequest $market).Count
    }
    AfterAll { Stop-Session $session }
    BeforeEach { Use-NewDatabase }

    It 'have one connection: <Name> ends with EndpointBusy and names service, process and remedy' -ForEach @(
        @{ Name = 'Start-StockBackfill'; Command = 'StartStockBackfillCommand'; Script = { Start-StockBackfill @january } }
        @{ Name = 'Sync-StockDay'; Command = 'SyncStockDayCommand'; Script = { Sync-StockDay 2024-01-04 } }
        @{ Name = 'Get-Stock -Refresh'; Command = 'GetStockCommand'; Script = { Get-Stock -Refresh } }
        @{ Name = 'Get-TradingDay'; Command = 'GetTradingDayCommand'; Script = { Get-TradingDay 2024-01-02 2024-01-05 } }
    ) {
        $problem = Get-TerminatingError $Script
        Get-ErrorIdentity $problem | Should -Be "EndpointBusy,StockSync.Commands.$Command ResourceBusy"
        "$problem" | Should -BeLike "*process $($session.Id)*$($market.Endpoint)*one after the other*"
        Get-MarketRequest $market | Should -HaveCount $before
        if ($Name -notlike 'Get-*') { Get-SyncRun | Should -BeNullOrEmpty }
    }

    It 'have one connection: Test-SyncConnection says who has it' {
        $check = Test-SyncConnection | Where-Object Name -EQ Source
        $check.IsOk | Should -BeFalse
        $check.Detail | Should -BeLike "*process $($session.Id)*"
        Get-MarketRequest $market | Should -HaveCount $before
    }

    It 'have one connection: a scheduled try is to be made later' {
        $made = Invoke-SyncSchedule -ErrorAction SilentlyContinue
        "$($made.Outcome) $($made.ExitCode) $($made.ErrorId)" | Should -Be 'Busy 75 EndpointBusy'
        Get-MarketRequest $market | Should -HaveCount $before
    }

    It 'follow each other at once when the one that is connected is killed' {
        Stop-Session $session
        (Start-StockBackfill @january).Status | Select-Object -Unique | Should -Be 'Completed'
        (Test-SyncConnection).IsOk | Should -Be $true, $true
    }
}
