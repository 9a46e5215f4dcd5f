BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    Enter-Sandbox
    $market = Start-Market -From 2024-03-01 -To 2024-03-08
    Use-NewDatabase
    $null = Start-StockBackfill -From 2024-03-01 -To 2024-03-08

    # The one day of the database that a date stands for.
    function Get-Day($Date) { (Get-SyncCheckpoint -From $Date -To $Date).Date }
}
AfterAll { Exit-Sandbox }

Describe 'A date' {
    It 'is read from <_>' -ForEach @(
        '2024-03-04', ' 2024-03-04 ', '20240304', '2024/3/4', '2024.3.4', '2024-3-4', '2024年3月4日', 'March 4, 2024', '03/04/2024 00:00:00'
        '2024-03-04T00:00:00', '2024-03-04T00:00:00.0000000Z', '2024-03-04T00:00:00+08:00', '2024-03-04 00:00:00', '2024/3/4 0:00:00'
    ) {
        Get-Day $_ | Should -Be ([datetime]::new(2024, 3, 4))
    }

    It 'is read from <Name>' -ForEach @(
        @{ Name = 'a number'; Date = 20240304 }
        @{ Name = 'a large number'; Date = [long] 20240304 }
        @{ Name = 'a DateTime'; Date = [datetime]::new(2024, 3, 4) }
        @{ Name = 'a DateTime of another time zone'; Date = [datetime]::new(2024, 3, 4, 0, 0, 0, [DateTimeKind]::Utc) }
        @{ Name = 'a DateOnly'; Date = [DateOnly]::new(2024, 3, 4) }
        @{ Name = 'a wrapped DateOnly'; Date = [psobject]::AsPSObject([DateOnly]::new(2024, 3, 4)) }
        @{ Name = 'a DateTimeOffset'; Date = [DateTimeOffset]::new(2024, 3, 4, 0, 0, 0, [timespan]::FromHours(8)) }
    ) {
        Get-Day $Date | Should -Be ([datetime]::new(2024, 3, 4))
    }

    It 'is read as <Culture> writes it: <Date>' -ForEach @(
        @{ Culture = 'de-DE'; Date = '04.03.2024' }
        @{ Culture = 'en-GB'; Date = '04/03/2024' }
        @{ Culture = 'en-US'; Date = '03/04/2024' }
    ) {
        Invoke-InCulture $Culture { Get-Day $Date } | Should -Be ([datetime]::new(2024, 3, 4))
    }

    It 'is not "<_>", and the error says what was given and what is accepted' -ForEach @(
        '17:30', '0:00', '2024-13-04', '2023-02-29', 20241304, 5, 2024.0304, 'yesterday', '', $true
    ) {
        $problem = Get-TerminatingError { Get-Day $_ }
        $problem.FullyQualifiedErrorId | Should -Be 'ParameterArgumentTransformationError,StockSync.Commands.GetSyncCheckpointCommand'
        "$problem" | Should -BeLike "*`"$_`" is not a date. Accepted: 2024-03-04*"
    }

    It 'is not <Name>' -ForEach @(
        @{ Name = 'a text with a time of day'; Date = '2024-03-04 17:30' }
        @{ Name = 'another day in Greenwich'; Date = '2024-03-04T16:00:00Z' }
        @{ Name = 'nothing'; Date = $null }
        @{ Name = 'a moment'; Date = [datetime]::new(2024, 3, 4, 0, 0, 1) }
        @{ Name = 'a table'; Date = @{} }
    ) {
        $problem = Get-TerminatingError { Get-Day $Date }
        $problem.FullyQualifiedErrorId | Should -Be 'ParameterArgumentTransformationError,StockSync.Commands.GetSyncCheckpointCommand'
        "$problem" | Should -BeLike '*2024-03-04*'
    }

    It 'is looked for in each item of a list' {
        (Sync-StockDay 2024-03-04, 20240305, ([DateOnly]::new(2024, 3, 6))).Date.Day | Should -Be 4, 5, 6
        "$(Get-TerminatingError { Sync-StockDay 2024-03-04, nonsense })" | Should -BeLike '*"nonsense" is not a date*'
    }

    It 'is asked for in Chinese in a Chinese session' {
        "$(Invoke-InCulture zh-CN { Get-TerminatingError { Get-Day nonsense } })" | Should -BeLike '*不是日期*'
    }
}

Describe 'A stock' {
    It 'is not "<_>", and the error says what was given and what is accepted' -ForEach @(
        'abc', 60000, 6000000, 'sh.000001', 'sz.600000', 900901, 200002, 430047, 'bj.430047', '60000*', '1', '', 1.5, '６０００００'
    ) {
        $problem = Get-TerminatingError { Start-StockBackfill -Code $_ -From 2024-03-04 -To 2024-03-08 }
        $problem.FullyQualifiedErrorId | Should -Be 'ParameterArgumentTransformationError,StockSync.Commands.StartStockBackfillCommand'
        # A pattern would be one for -like.
        "$problem".Contains("`"$_`" is not the code") | Should -BeTrue -Because "it says '$problem'"
        "$problem" | Should -BeLike '*Accepted: 600000, sh.600000, SH600000, 600000.SH.'
    }

    It 'is not nothing' {
        (Get-TerminatingError { Start-StockBackfill -Code $null }).FullyQualifiedErrorId |
            Should -Be 'ParameterArgumentTransformationError,StockSync.Commands.StartStockBackfillCommand'
    }

    It 'is <Code> for <Name>' -ForEach @(
        @{ Name = 'its number'; Given = 600000; Code = '600000' }
        @{ Name = 'a number that has lost its zeros'; Given = 1; Code = '000001' }
        @{ Name = 'a wrapped number'; Given = [psobject]::AsPSObject(600000); Code = '600000' }
        @{ Name = 'capitals'; Given = 'SZ000001'; Code = '000001' }
        @{ Name = 'capitals of all sizes'; Given = 'sH.600000'; Code = '600000' }
        @{ Name = 'an exchange behind it'; Given = '600000.sh'; Code = '600000' }
        @{ Name = 'capitals behind it'; Given = '000001.SZ'; Code = '000001' }
        @{ Name = 'blanks around it'; Given = ' 300001 '; Code = '300001' }
        @{ Name = 'the STAR market'; Given = '688001'; Code = '688001' }
    ) {
        (Get-Stock $Given).Code | Should -BeExactly $Code
    }

    It 'is a stock of Get-Stock, and each item of a list' {
        (Get-Stock ([StockSync.Stock] @{ Code = '600000'; Name = 'x' })).Code | Should -Be '600000'
        (Get-Stock 600000, 000001, sz.300001).Code | Should -Be '000001', '300001', '600000'
    }
}

Describe 'What makes no sense' {
    BeforeAll { $runs = @(Get-SyncRun).Count }

    It 'does not bind: <Name>' -ForEach @(
        @{ Name = 'no requests'; Script = { Start-StockBackfill -MaxRequests 0 }; Id = 'ParameterArgumentValidationError' }
        @{ Name = 'no minutes'; Script = { Start-StockBackfill -MaxMinutes 0 }; Id = 'ParameterArgumentValidationError' }
        @{ Name = 'no connections'; Script = { Start-StockBackfill -ThrottleLimit 0 }; Id = 'ParameterArgumentValidationError' }
        @{ Name = 'an empty day'; Script = { Sync-StockDay '' }; Id = 'ParameterArgumentTransformationError' }
        @{ Name = 'prices on a basis there is not'; Script = { Get-StockBar -Adjustment Sideways }; Id = 'CannotConvertArgumentNoMessage' }
        @{ Name = 'a value for a setting that is taken out'; Script = { Set-SyncConfiguration PageSize -Value 1 -Remove }; Id = 'AmbiguousParameterSet' }
        @{ Name = 'a range beside -Join'; Script = { Start-StockBackfill -Join -From 2024-01-02 }; Id = 'AmbiguousParameterSet' }
        @{ Name = 'a last day beside -Join'; Script = { Start-StockBackfill -Join -To 2024-01-02 }; Id = 'AmbiguousParameterSet' }
        @{ Name = 'days beside -Join'; Script = { Start-StockBackfill -Join -Days 3 }; Id = 'AmbiguousParameterSet' }
        @{ Name = 'stocks beside -Join'; Script = { Start-StockBackfill -Join -Code 600000 }; Id = 'AmbiguousParameterSet' }
        @{ Name = 'force beside -Join'; Script = { Start-StockBackfill -Join -Force }; Id = 'AmbiguousParameterSet' }
        @{ Name = 'a shape beside -Join'; Script = { Start-StockBackfill -Join -Shape MarketDay }; Id = 'AmbiguousParameterSet' }
    ) {
        (Get-TerminatingError $Script).FullyQualifiedErrorId | Should -BeLike "$Id,StockSync.Commands.*Command"
        Get-SyncRun | Should -HaveCount $runs
    }
}
