BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    Enter-Sandbox
    $market = Start-Market
}
AfterAll { Exit-Sandbox }

Describe 'Sync-StockDay' {
    BeforeEach { Use-NewDatabase }

    It 'takes days from <Name>' -ForEach @(
        @{ Name = 'its parameter'; Script = { Sync-StockDay 2024-01-03, 2024-01-04 } }
        @{ Name = 'texts in the pipeline'; Script = { '2024-01-03', '20240104' | Sync-StockDay } }
        @{ Name = 'numbers in the pipeline'; Script = { 20240103, 20240104 | Sync-StockDay } }
        @{ Name = 'the calendar'; Script = { Get-TradingDay 2024-01-03 2024-01-04 | Sync-StockDay } }
        @{ Name = 'objects with a Date'; Script = { [pscustomobject] @{ Date = '2024-01-03' }, [pscustomobject] @{ Date = '2024-01-04' } | Sync-StockDay } }
        @{ Name = 'its own records'; Script = { [StockSync.SyncDay] @{ Date = '2024-01-03' }, [StockSync.SyncDay] @{ Date = '2024-01-04' } | Sync-StockDay } }
        @{ Name = 'CSV'; Script = { 'Date,Note', '2024-01-03,a', '2024-01-04,b' | ConvertFrom-Csv | Sync-StockDay } }
        @{ Name = 'JSON'; Script = { '[{"Date":"2024-01-03"},{"Date":"2024-01-04T00:00:00"}]' | ConvertFrom-Json | Sync-StockDay } }
    ) {
        $days = & $Script
        $days.Date | Should -Be ([datetime] '2024-01-03'), ([datetime] '2024-01-04')
        $days.Status | Select-Object -Unique | Should -Be 'Completed'
        Get-SyncRun | Should -HaveCount 1 -Because 'days from the pipeline are one run'
        (Get-SyncRun).Kind | Should -Be 'Day'
    }

    It 'takes the newest day whose bars are due when no day is given' {
        $today = [datetime]::UtcNow.AddHours(8).Date
        $recent = @{ From = $today.AddDays(-40).ToString('yyyy-MM-dd'); To = $today.ToString('yyyy-MM-dd') }
        $server = Start-Market @recent
        Set-SandboxVariable STOCKSYNC_PUBLISH_TIME '00:00'
        try {
            $day = Sync-StockDay -Endpoint $server.Endpoint
            $newest = Get-TradingDay @recent -Endpoint $server.Endpoint | Select-Object -Last 1
        }
        finally { Set-SandboxVariable STOCKSYNC_PUBLISH_TIME $null }
        $day | Should -HaveCount 1
        $day.Status | Should -Be 'Completed'
        $day.Date | Should -Be $newest.Date
    }

    It 'says Skipped of a day on which the market was closed' {
        $day = Sync-StockDay 2024-01-06
        $day.Status | Should -Be 'Skipped'
        Get-MarketRequest $market -ForBars | Where-Object from -EQ '2024-01-06' | Should -BeNullOrEmpty
    }

    It 'asks again for a complete day only with -Force' {
        $null = Sync-StockDay 2024-01-03
        $before = @(Get-MarketRequest $market -ForBars).Count
        (Sync-StockDay 2024-01-03).Status | Should -Be 'Completed'
        Get-MarketRequest $market -ForBars | Should -HaveCount $before
        $day = Sync-StockDay 2024-01-03 -Force
        $day.Unchanged | Should -Be $day.Expected
        @(Get-MarketRequest $market -ForBars).Count | Should -BeGreaterThan $before
    }

    It 'does nothing for an empty pipeline' {
        @() | Sync-StockDay | Should -BeNullOrEmpty
        $env:STOCKSYNC_DATABASE | Should -Not -Exist
    }

    It 'with -WhatIf emits the plan, opens no connection and creates no file' {
        $before = @(Get-MarketRequest $market).Count
        $plan = Sync-StockDay 2024-01-03, 2024-01-04 -WhatIf
        $plan | Should -BeOfType StockSync.SyncPlan
        $plan.TradingDays | Should -Be 2
        Get-WhatIfText { Sync-StockDay 2024-01-03, 2024-01-04 -WhatIf } | Should -BeLike '*requests*minutes*of the daily budget*'
        Get-MarketRequest $market | Should -HaveCount $before
        $env:STOCKSYNC_DATABASE | Should -Not -Exist
    }

    It 'keeps a trading day without a single row open, whatever the service says' {
        $server = Start-Market -Fault '98 x* zero', '95 x* zero'
        $day = Sync-StockDay 2024-01-03 -Endpoint $server.Endpoint
        "$($day.Status) $($day.Stored)" | Should -Be 'Failed 0'
        $day.Late | Should -Be $day.Expected
        (Get-SyncCheckpoint).Status | Should -Be 'Failed'
    }

    It 'says which day failed, with the failure as the target' {
        $server = Start-Market -Fault '98:2024-01-04 x* drop'
        $day = Sync-StockDay 2024-01-04 -Endpoint $server.Endpoint -ErrorAction SilentlyContinue -ErrorVariable problems
        "$($day.Status) $($day.Stored)" | Should -Be 'Failed 0'
        $problems | Should -HaveCount 1
        Get-ErrorIdentity $problems[0] | Should -Be 'SourceDisconnected,StockSync.Commands.SyncStockDayCommand ConnectionError'
        "$($problems[0].TargetObject)" | Should -Be '* 2024-01-04..2024-01-04 SourceDisconnected'
    }

    It 'goes on after a pipeline item that is no date' {
        $days = '2024-01-03', 'nonsense', '2024-01-04' | Sync-StockDay -ErrorAction SilentlyContinue -ErrorVariable problems
        $days | Should -HaveCount 2
        $problems | Should -HaveCount 1
        $problems[0].FullyQualifiedErrorId | Should -Be 'ParameterArgumentTransformationError,StockSync.Commands.SyncStockDayCommand'
    }

    It 'ends with DateOutOfRange for <Name>' -ForEach @(
        @{ Name = 'a day before the exchanges opened'; Date = '1980-01-02' }
        @{ Name = 'a day to come'; Date = '2199-01-02' }
    ) {
        $problem = Get-TerminatingError { Sync-StockDay $Date }
        Get-ErrorIdentity $problem | Should -Be 'DateOutOfRange,StockSync.Commands.SyncStockDayCommand InvalidArgument'
        $problem.TargetObject | Should -Be ([datetime] $Date)
    }

    It 'is stopped within seconds while the service is silent' {
        $endless = Start-Market -Fault '98 skip 1 x* stall'
        Set-SandboxVariable STOCKSYNC_COMMIT_DAYS 1
        try { $stopped = Stop-AfterFirstObject "Sync-StockDay 2024-01-03, 2024-01-04, 2024-01-05, 2024-01-08 -Endpoint $($endless.Endpoint)" }
        finally { Set-SandboxVariable STOCKSYNC_COMMIT_DAYS $null }
        $stopped.IsStopped | Should -BeTrue
        Get-SyncRun -Active | Should -BeNullOrEmpty
    }
}
