BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    . "$PSScriptRoot/Market.ps1"
    Enter-Sandbox
    # Two stocks without a bar on a day or two, in neither list nor bars; the market shows them as one would expect later.
    $market = Start-Market -Option '--view', 'suspend sh.600000 2024-01-15..2024-01-16', '--view', 'suspend sz.000001 2024-01-22'
    Use-NewDatabase
    $null = Start-StockBackfill @january
    $filled = $env:STOCKSYNC_DATABASE

    function Get-Day($Date) { Get-SyncCheckpoint $Date $Date }
}
AfterAll { Exit-Sandbox }

Describe 'Resolve-DataIssue' {
    BeforeEach {
        Use-NewDatabase
        Copy-Item $filled $env:STOCKSYNC_DATABASE
    }

    It 'finds absences that wait for a second answer' {
        $absent = Get-FailedStock -All
        $absent.Code | Should -Be '000001', '600000'
        $absent.State | Select-Object -Unique | Should -Be 'Late'
        $absent.Answers | Select-Object -Unique | Should -Be 1
        Get-FailedStock | Should -BeNullOrEmpty
        (Get-Day 2024-01-22).Status | Should -Be 'Partial'
    }

    It 'accepts one stock on one day, given by <Name>' -ForEach @(
        @{ Name = 'position'; Script = { Resolve-DataIssue 2024-01-22 000001 -Note 'suspended' } }
        @{ Name = 'name'; Script = { Resolve-DataIssue -Date 20240122 -Code sz.000001 -Note 'suspended' } }
        @{ Name = 'its record'; Script = { Get-FailedStock -All 000001 | Resolve-DataIssue -Note 'suspended' } }
        @{ Name = 'a row of CSV'; Script = { 'Date,Code', '2024-01-22,000001' | ConvertFrom-Csv | Resolve-DataIssue -Note 'suspended' } }
        @{ Name = 'JSON'; Script = { Get-FailedStock -All 000001 | ConvertTo-Json | ConvertFrom-Json | Resolve-DataIssue -Note 'suspended' } }
    ) {
        $day = & $Script
        $day | Should -BeOfType StockSync.SyncDay
        $day.Status | Should -Be 'Completed'
        $accepted = Get-FailedStock -All 000001
        "$($accepted.State) $($accepted.Note)" | Should -Be 'NotListed suspended'
        (Get-FailedStock -All 600000).State | Should -Be 'Late'
    }

    It 'accepts all days of a record' {
        $days = Get-FailedStock -All 600000 | Resolve-DataIssue -Note 'suspended for two days'
        $days.Date.Day | Should -Be 15, 16
        $days.Status | Select-Object -Unique | Should -Be 'Completed'
    }

    It 'accepts all that is absent on a day, and the day keeps the note: <Name>' -ForEach @(
        @{ Name = 'by parameter'; Script = { Resolve-DataIssue 2024-01-22 -Note 'looked at it' } }
        @{ Name = 'by its checkpoint'; Script = { Get-SyncCheckpoint 2024-01-22 2024-01-22 | Resolve-DataIssue -Note 'looked at it' } }
    ) {
        (& $Script).Note | Should -Be 'looked at it'
        (Get-Day 2024-01-22).Note | Should -Be 'looked at it'
        $evidence = (Get-SyncHealth).Evidence
        $evidence.AcceptedItems.Note | Select-Object -Unique | Should -Be 'looked at it'
        $evidence.WaitingFor.Subject | Should -Be '600000 2024-01-15..2024-01-16'
    }

    It 'is undone by whoever pipes the record into Retry-FailedStock, once the bar is there' {
        $null = Resolve-DataIssue 2024-01-22 000001 -Note 'suspended'
        Get-FailedStock -All 000001 | Retry-FailedStock | ForEach-Object Status | Should -Be 'Completed'
        (Get-FailedStock -All 000001).Note | Should -Be 'suspended'
        Set-MarketView $market
        try { (Get-FailedStock -All 000001 | Retry-FailedStock).Inserted | Should -Be 1 }
        finally { Set-MarketView $market 'suspend sh.600000 2024-01-15..2024-01-16', 'suspend sz.000001 2024-01-22' }
        Get-FailedStock -All 000001 | Should -BeNullOrEmpty
    }

    It 'touches nothing with -WhatIf' {
        Resolve-DataIssue 2024-01-22 -Note 'why' -WhatIf | Should -BeNullOrEmpty
        Resolve-DataIssue -StockList -Note 'why' -WhatIf | Should -BeNullOrEmpty
        (Get-FailedStock -All).State | Select-Object -Unique | Should -Be 'Late'
    }

    It 'is one error where there is nothing to accept: <Name>' -ForEach @(
        @{ Name = 'a stock that has its bar'; Parameters = @{ Date = '2024-01-22'; Code = '600000' }; Says = '*600000 2024-01-22*Get-FailedStock -All*' }
        @{ Name = 'a complete day'; Parameters = @{ Date = '2024-01-23' }; Says = '*2024-01-23*Get-FailedStock -All*' }
        @{ Name = 'a day that was never asked for'; Parameters = @{ Date = '2023-12-29' }; Says = '*2023-12-29*Sync-StockDay 2023-12-29*' }
        @{ Name = 'no change of the stock list'; Parameters = @{ StockList = $true }; Says = '*stock list*' }
    ) {
        $null = Resolve-DataIssue @Parameters -Note 'why' -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems | Should -HaveCount 1
        Get-ErrorIdentity $problems[0] | Should -Be 'NothingToAccept,StockSync.Commands.ResolveDataIssueCommand ObjectNotFound'
        "$($problems[0])" | Should -BeLike $Says
    }

    It 'goes on after an error' {
        $day = Resolve-DataIssue 2024-01-23, 2024-01-22 -Note 'why' -ErrorAction SilentlyContinue
        $day.Date.Day | Should -Be 22
    }

    It 'does not accept a doubtful day before the service has said it on another Beijing day' {
        $doubtful = Start-Market -Stocks 80 -Option '--view', 'values 2024-01-16 yesterday'
        Use-NewDatabase
        $days = Start-StockBackfill @january -Endpoint $doubtful.Endpoint -Shape MarketDay -WarningAction SilentlyContinue
        ($days | Where-Object Status -NE Completed).Date.Day | Should -Be 16
        (Get-SyncHealth).Evidence.WaitingFor.Kind | Should -Be 'MarketDay'
        $null = Resolve-DataIssue 2024-01-16 -Note 'why' -ErrorAction SilentlyContinue -ErrorVariable problems
        Get-ErrorIdentity $problems[0] | Should -Be 'NothingToAccept,StockSync.Commands.ResolveDataIssueCommand ObjectNotFound'
        "$($problems[0])" | Should -BeLike '*one Beijing day only*Sync-StockDay 2024-01-16*'
    }

    It 'refuses <Name>' -ForEach @(
        @{ Name = 'an empty note'; Parameters = @{ Date = '2024-01-22'; Note = '' }; Id = 'ParameterArgumentValidationError' }
        @{ Name = 'a note of blanks'; Parameters = @{ Date = '2024-01-22'; Note = '   ' }; Id = 'ParameterArgumentValidationError' }
        @{ Name = 'a note of 501 characters'; Parameters = @{ Date = '2024-01-22'; Note = 'x' * 501 }; Id = 'ParameterArgumentValidationError' }
        @{ Name = 'what is no date'; Parameters = @{ Date = 'soon'; Note = 'why' }; Id = 'ParameterArgumentTransformationError' }
        @{ Name = 'a date beside the stock list'; Parameters = @{ Date = '2024-01-22'; StockList = $true; Note = 'why' }; Id = 'AmbiguousParameterSet' }
    ) {
        (Get-TerminatingError { Resolve-DataIssue @Parameters }).FullyQualifiedErrorId |
            Should -Be "$Id,StockSync.Commands.ResolveDataIssueCommand"
    }

    It 'refuses a day that has not come' {
        Get-ErrorIdentity (Get-TerminatingError { Resolve-DataIssue 2199-01-04 -Note 'why' }) |
            Should -Be 'DateOutOfRange,StockSync.Commands.ResolveDataIssueCommand InvalidArgument'
    }

    It 'does not create a database that is not there' {
        Use-NewDatabase
        $null = Resolve-DataIssue 2024-01-22 -Note 'why' -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'NothingToAccept,*'
        $env:STOCKSYNC_DATABASE | Should -Not -Exist
    }

    It 'keeps a note with line breaks on one line' {
        $null = Resolve-DataIssue 2024-01-22 000001 -Note "first`r`nsecond"
        (Get-FailedStock -All 000001).Note | Should -Be 'first  second'
    }
}
