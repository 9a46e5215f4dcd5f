BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    Enter-Sandbox
    $market = Start-Market
}
AfterAll { Exit-Sandbox }

Describe 'Get-TradingDay' {
    BeforeEach { Use-NewDatabase }

    It 'emits the open days of a range' {
        $days = Get-TradingDay 2024-01-05 2024-01-09
        $days | Should -BeOfType StockSync.TradingDay
        $days.Date.Day | Should -Be 5, 8, 9
        $days.IsTradingDay | Select-Object -Unique | Should -BeTrue
    }

    It 'emits the closed days too with -IncludeClosed' {
        $days = Get-TradingDay -From 2024-01-05 -To 2024-01-09 -IncludeClosed
        $days.Date.Day | Should -Be 5, 6, 7, 8, 9
        ($days | Where-Object -Not IsTradingDay).Date.Day | Should -Be 6, 7
    }

    It 'emits the nearest trading day after or before a day' {
        (Get-TradingDay 2024-01-05 -Next).Date | Should -Be ([datetime] '2024-01-08')
        (Get-TradingDay 2024-01-06 -Next).Date | Should -Be ([datetime] '2024-01-08')
        (Get-TradingDay 2024-01-08 -Previous).Date | Should -Be ([datetime] '2024-01-05')
        { Get-TradingDay 2024-01-05 -Next -Previous } | Should -Throw -ErrorId 'AmbiguousParameterSet,*'
    }

    It 'ends today in Beijing and begins thirty days earlier when no day is given' {
        $today = [datetime]::UtcNow.AddHours(8).Date
        $server = Start-Market -From $today.AddDays(-60).ToString('yyyy-MM-dd') -To $today.ToString('yyyy-MM-dd')
        $days = Get-TradingDay -IncludeClosed -Endpoint $server.Endpoint
        $days | Should -HaveCount 31
        $days[-1].Date | Should -Be $today
    }

    It 'asks the service only for what the database does not know' {
        $null = Initialize-SyncDatabase
        $null = Get-TradingDay 2024-01-02 2024-01-31
        $before = @(Get-MarketRequest $market).Count
        Get-TradingDay 2024-01-08 2024-01-12 | Should -HaveCount 5
        Get-MarketRequest $market | Should -HaveCount $before
    }

    It 'creates no database' {
        Get-TradingDay 2024-01-08 2024-01-12 | Should -HaveCount 5
        $env:STOCKSYNC_DATABASE | Should -Not -Exist
    }

    It 'gives days that Sync-StockDay takes' {
        (Get-TradingDay 2024-01-05 2024-01-08 | Sync-StockDay).Status | Select-Object -Unique | Should -Be 'Completed'
    }

    It 'ends with SourceUnreachable where nobody listens' {
        $problem = Get-TerminatingError { Get-TradingDay 2024-01-08 2024-01-12 -Endpoint 127.0.0.1:1 }
        Get-ErrorIdentity $problem | Should -Be 'SourceUnreachable,StockSync.Commands.GetTradingDayCommand ConnectionError'
        $problem.TargetObject | Should -Be '127.0.0.1:1'
    }

    It 'refuses what is no date' {
        (Get-TerminatingError { Get-TradingDay soon }).FullyQualifiedErrorId |
            Should -Be 'ParameterArgumentTransformationError,StockSync.Commands.GetTradingDayCommand'
    }
}
