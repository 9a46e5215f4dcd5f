BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    Enter-Sandbox
    $market = Start-Market
    Use-NewDatabase
    $null = Start-StockBackfill @january
    $filled = $env:STOCKSYNC_DATABASE
}
AfterAll { Exit-Sandbox }

Describe 'Get-StockBar' {
    BeforeEach { Set-SandboxVariable STOCKSYNC_DATABASE $filled }

    It 'emits bars ordered by code and date, each once' {
        $bars = Get-StockBar
        $bars | Should -BeOfType StockSync.Bar
        $keys = $bars | ForEach-Object { "$($_.Code) $($_.Date.ToString('yyyy-MM-dd'))" }
        $keys | Should -Be @($keys | Sort-Object -Unique)
        $bars | Should -HaveCount (Get-SyncCheckpoint | Measure-Object Expected -Sum).Sum
    }

    It 'emits bars that agree with themselves' {
        foreach ($bar in Get-StockBar | Where-Object TradeStatus) {
            $bar.Low | Should -BeLessOrEqual ([math]::Min($bar.Open, $bar.Close))
            $bar.High | Should -BeGreaterOrEqual ([math]::Max($bar.Open, $bar.Close))
            $bar.ChangeAmount | Should -Be ($bar.Close - $bar.Preclose)
        }
    }

    It 'emits numbers with the decimals of their column, however large they are' {
        # Amounts of the made-up market reach hundreds of billions, more than a double holds to the fourth decimal.
        $text = Get-StockBar | Where-Object TradeStatus | ForEach-Object { "$($_.Close) $($_.Amount) $($_.ChangePct)" }
        $text | Where-Object { $_ -notmatch '^\d+\.\d{4} \d+\.\d{4} -?\d+\.\d{6}$' } | Should -BeNullOrEmpty
        $text | Where-Object { $_ -match ' \d{12,}\.' } | Should -Not -BeNullOrEmpty
    }

    It 'takes <Name>' -ForEach @(
        @{ Name = 'a code'; Script = { Get-StockBar 600000 } }
        @{ Name = 'a code with its exchange'; Script = { Get-StockBar -Code SH600000 } }
        @{ Name = 'a code as JoinQuant writes it'; Script = { Get-StockBar 600000.XSHG } }
        @{ Name = 'a code as Yahoo writes it'; Script = { Get-StockBar 600000.ss } }
        @{ Name = 'a code as vn.py writes it'; Script = { Get-StockBar 600000.SSE } }
        @{ Name = 'a pattern'; Script = { Get-StockBar 60000[0] } }
        @{ Name = 'a text in the pipeline'; Script = { '600000' | Get-StockBar } }
        @{ Name = 'a number in the pipeline'; Script = { 600000 | Get-StockBar } }
        @{ Name = 'a stock in the pipeline'; Script = { Get-Stock 600000 | Get-StockBar } }
        @{ Name = 'an object with a Code'; Script = { [pscustomobject] @{ Code = 'sh.600000'; Note = 'mine' } | Get-StockBar } }
        @{ Name = 'a row of CSV'; Script = { 'Code', '600000' | ConvertFrom-Csv | Get-StockBar } }
    ) {
        $bars = & $Script
        $bars | Should -HaveCount 22
        $bars.Code | Select-Object -Unique | Should -Be '600000'
    }

    It 'takes a range of days' {
        (Get-StockBar 600000 -From 2024-01-08 -To 20240110).Date.Day | Should -Be 8, 9, 10
        Get-StockBar -From 2024-02-01 | Should -BeNullOrEmpty
    }

    It 'takes days by position and one day by name' {
        (Get-StockBar 600000 2024-01-08 2024-01-10).Date.Day | Should -Be 8, 9, 10
        $day = Get-StockBar -Date 2024-01-09
        $day.Date | Select-Object -Unique | Should -Be ([datetime] '2024-01-09')
        $day | Should -HaveCount (Get-SyncCheckpoint -From 2024-01-09 -To 2024-01-09).Expected
        (Get-StockBar 600000 -Date 20240109).Date.Day | Should -Be 9
        { Get-StockBar -Date 2024-01-09 -From 2024-01-08 } | Should -Throw -ErrorId 'AmbiguousParameterSet,*'
    }

    It 'takes the last bars of each stock that is named, and the last days of the market' {
        (Get-StockBar 600000, 000001 -Last 3).ForEach{ "$($_.Code) $($_.Date.Day)" } |
            Should -Be '000001 29', '000001 30', '000001 31', '600000 29', '600000 30', '600000 31'
        (Get-StockBar 600000 -To 2024-01-10 -Last 2).Date.Day | Should -Be 9, 10
        (Get-StockBar 600000 -Last 100).Count | Should -Be 22
        (Get-StockBar -Last 2).Date.Day | Sort-Object -Unique | Should -Be 30, 31
        (Get-StockBar 600000 -Last 2 -Adjustment Backward).Close | Should -Be (Get-StockBar 600000 -Adjustment Backward).Close[-2, -1]
        { Get-StockBar -Last 0 } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
    }

    It 'takes <Word> for the basis of prices' -ForEach @(
        @{ Word = 'qfq'; Adjustment = 'Forward' }
        @{ Word = 'HFQ'; Adjustment = 'Backward' }
        @{ Word = 'bfq'; Adjustment = 'None' }
    ) {
        (Get-StockBar 600000 -Adjustment $Word).Close | Should -Be (Get-StockBar 600000 -Adjustment $Adjustment).Close
    }

    It 'says in one warning what has no bars: <Name>' -ForEach @(
        @{ Name = 'stocks'; Script = { Get-StockBar 688001, 600000 -Date 2024-01-09 3>&1 }; Text = '*in 2024-01-09: 1 (688001).' }
        @{ Name = 'a day'; Script = { Get-StockBar -Date 2024-01-06 3>&1 }; Text = '*in 2024-01-06.' }
        @{ Name = 'a range'; Script = { Get-StockBar -From 2024-02-01 -To 2024-02-02 3>&1 }; Text = '*in 2024-02-01..2024-02-02.' }
        @{ Name = 'a pattern'; Script = { Get-StockBar 6999* 3>&1 }; Text = '*matches 6999[*].' }
    ) {
        $warnings = & $Script | Where-Object { $_ -is [Management.Automation.WarningRecord] }
        $warnings | Should -HaveCount 1
        $warnings.Message | Should -BeLike $Text
    }

    It 'keeps the changes in percent whatever the basis of prices is: <Adjustment>' -ForEach @(
        @{ Adjustment = 'Forward' }
        @{ Adjustment = 'Backward' }
    ) {
        $plain = Get-StockBar 600000
        $adjusted = Get-StockBar 600000 -Adjustment $Adjustment
        $adjusted | Should -HaveCount $plain.Count
        $adjusted.ChangePct | Should -Be $plain.ChangePct
        # Adjusted prices follow on each other: each day's reference is the close of the day before.
        for ($i = 1; $i -lt $adjusted.Count; $i++) {
            [math]::Abs($adjusted[$i].Preclose - $adjusted[$i - 1].Close) | Should -BeLessThan 0.01
        }
        if ($Adjustment -eq 'Forward') { $adjusted[-1].Close | Should -Be $plain[-1].Close }
        else { $adjusted[0].Close | Should -Be $plain[0].Close }
    }

    It 'emits nothing for <Name>' -ForEach @(
        @{ Name = 'an empty pipeline'; Script = { @() | Get-StockBar } }
        @{ Name = 'a pattern that fits no stock'; Script = { Get-StockBar 6999* } }
        @{ Name = 'a stock without bars'; Script = { Get-StockBar 688001 } }
    ) {
        & $Script | Should -BeNullOrEmpty
    }

    It 'goes to CSV and back with its numbers exact' {
        $bars = Get-StockBar 600000
        $bars | Export-Csv "$TestDrive/bars.csv"
        $back = Import-Csv "$TestDrive/bars.csv"
        $back | Should -HaveCount 22
        for ($i = 0; $i -lt 22; $i++) {
            [decimal] $back[$i].Close | Should -Be $bars[$i].Close
            [long] $back[$i].Volume | Should -Be $bars[$i].Volume
        }
    }

    It 'asks the service nothing when codes are given in full' {
        $before = @(Get-MarketRequest $market).Count
        $null = Get-StockBar 600000
        Get-MarketRequest $market | Should -HaveCount $before
    }

    It 'goes on after a pipeline item that is no code' {
        $bars = '600000', 'bank' | Get-StockBar -ErrorAction SilentlyContinue -ErrorVariable problems
        $bars | Should -HaveCount 22
        $problems[0].FullyQualifiedErrorId | Should -Be 'ParameterArgumentTransformationError,StockSync.Commands.GetStockBarCommand'
    }

    It 'ends with StoreNotADatabase for a file of another kind' {
        Set-Content "$TestDrive/notes.txt" ('not a database ' * 100)
        Get-ErrorIdentity (Get-TerminatingError { Get-StockBar 600000 -Database "$TestDrive/notes.txt" }) |
            Should -Be 'StoreNotADatabase,StockSync.Commands.GetStockBarCommand InvalidData'
    }

    It 'lets a pipeline end early' {
        Get-StockBar | Select-Object -First 3 | Should -HaveCount 3
        Get-StockBar 600000 | Should -HaveCount 22 -Because 'the database is free again'
    }
}
