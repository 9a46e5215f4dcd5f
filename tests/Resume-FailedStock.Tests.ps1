BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    Enter-Sandbox
    $market = Start-Market
    $broken = Start-Market -Fault '95:sh.600000 x* drop', '95:sz.000001 x* error 10005001'
    Use-NewDatabase
    $null = Start-StockBackfill @january -Shape StockRange -Endpoint $broken.Endpoint -ErrorAction SilentlyContinue
    $filled = $env:STOCKSYNC_DATABASE
}
AfterAll { Exit-Sandbox }

Describe 'Resume-FailedStock' {
    BeforeEach {
        Use-NewDatabase
        Copy-Item $filled $env:STOCKSYNC_DATABASE
    }

    It 'retries everything that is open when nothing is named, and only that' {
        $before = @(Get-MarketRequest $market -ForBars).Count
        $days = Resume-FailedStock
        $days | Should -HaveCount 22
        $days.Status | Select-Object -Unique | Should -Be 'Completed'
        Get-FailedStock | Should -BeNullOrEmpty
        $asked = Get-MarketRequest $market -ForBars | Select-Object -Skip $before
        $asked.code | Sort-Object | Should -Be 'sh.600000', 'sz.000001'
        (Get-SyncRun -Last 1).Kind | Should -Be 'Retry'
    }

    It 'is known as Retry-FailedStock' {
        (Get-Command Retry-FailedStock).ResolvedCommandName | Should -Be 'Resume-FailedStock'
    }

    It 'retries one stock given by <Name>' -ForEach @(
        @{ Name = 'parameter'; Script = { Resume-FailedStock 600000 } }
        @{ Name = 'parameter, with a range'; Script = { Resume-FailedStock -Code sh.600000 -From 2024-01-02 -To 2024-01-31 } }
        @{ Name = 'an object with a Code'; Script = { [pscustomobject] @{ Code = '600000' } | Resume-FailedStock } }
        @{ Name = 'a text in the pipeline'; Script = { '600000' | Resume-FailedStock } }
        @{ Name = 'a number in the pipeline'; Script = { 600000 | Resume-FailedStock } }
        @{ Name = 'its failure'; Script = { Get-FailedStock 600000 | Resume-FailedStock } }
        @{ Name = 'a row of CSV'; Script = { 'Code,From,To', '600000,2024-01-02,2024-01-31' | ConvertFrom-Csv | Resume-FailedStock } }
    ) {
        $days = & $Script
        $days | Should -HaveCount 22
        $days | ForEach-Object { "$($_.Status) $($_.Expected - $_.Stored - $_.Suspended)" } | Select-Object -Unique | Should -Be 'Partial 1'
        (Get-FailedStock).Code | Should -Be '000001'
        Get-StockBar 600000 | Should -HaveCount 22
    }

    It 'retries all that is missing of one day given by <Name>' -ForEach @(
        @{ Name = 'parameter'; Script = { Resume-FailedStock -From 2024-01-09 } }
        @{ Name = 'an object with a Date'; Script = { [pscustomobject] @{ Date = '2024-01-09' } | Resume-FailedStock } }
        @{ Name = 'a checkpoint'; Script = { Get-SyncCheckpoint 2024-01-09 2024-01-09 -Status Failed, Partial | Resume-FailedStock } }
        @{ Name = 'the failure of a whole market day'; Script = {
                [StockSync.FailedStock] @{ Code = '*'; From = '2024-01-09'; To = '2024-01-09'; Reason = 'SourceTimeout' } | Resume-FailedStock
            } }
        @{ Name = 'the record of a day'; Script = { [StockSync.SyncDay] @{ Date = '2024-01-09' } | Resume-FailedStock } }
        @{ Name = 'a row without a code and without an end'; Script = { [pscustomobject] @{ Code = ''; From = 20240109; To = $null } | Resume-FailedStock } }
        @{ Name = 'a row with every stock'; Script = {
                [pscustomobject] @{ Code = '*'; From = [datetime] '2024-01-09'; To = [datetime] '2024-01-09' } | Resume-FailedStock
            } }
    ) {
        $day = & $Script
        $day | Should -HaveCount 1
        "$($day.Status) $($day.Date.ToString('yyyy-MM-dd'))" | Should -Be 'Completed 2024-01-09'
        Get-SyncCheckpoint -Status Completed | Should -HaveCount 1
    }

    It 'retries one stock on one day given by a row of text' {
        $day = [pscustomobject] @{ Code = 'sh.600000'; Date = '2024/1/9 0:00:00'; To = '' } | Resume-FailedStock
        $day | Should -HaveCount 1
        "$($day.Status) $($day.Date.ToString('yyyy-MM-dd'))" | Should -Be 'Partial 2024-01-09' -Because 'the other stock is missing still'
        (Get-StockBar 600000).Date.Day | Should -Be 9
    }

    It 'collects its input and makes one run of it' {
        $null = Get-FailedStock | Resume-FailedStock
        @(Get-SyncRun | Where-Object Kind -EQ 'Retry') | Should -HaveCount 1
    }

    It 'does not take an empty pipeline for everything' {
        $before = @(Get-MarketRequest $market).Count
        Get-FailedStock 688* | Resume-FailedStock | Should -BeNullOrEmpty
        Get-MarketRequest $market | Should -HaveCount $before
        Get-FailedStock | Should -HaveCount 2
    }

    It 'does not take a row that names nothing for everything' {
        $before = @(Get-MarketRequest $market).Count
        [pscustomobject] @{ Code = ''; From = ''; To = '' } | Resume-FailedStock -ErrorAction SilentlyContinue -ErrorVariable problems |
            Should -BeNullOrEmpty
        $problems | Should -HaveCount 1
        Get-ErrorIdentity $problems[0] | Should -Be 'CodeInvalid,StockSync.Commands.ResumeFailedStockCommand InvalidArgument'
        Get-MarketRequest $market | Should -HaveCount $before
    }

    It 'does nothing when nothing is open' {
        $null = Resume-FailedStock
        $before = @(Get-MarketRequest $market).Count
        Resume-FailedStock | Should -BeNullOrEmpty
        Get-MarketRequest $market | Should -HaveCount $before
    }

    It 'touches nothing with -WhatIf' {
        $before = @(Get-MarketRequest $market).Count
        $plan = Get-FailedStock | Resume-FailedStock -WhatIf
        $plan | Should -BeOfType StockSync.SyncPlan
        $plan.Kind | Should -Be 'Retry'
        Get-MarketRequest $market | Should -HaveCount $before
        Get-FailedStock | Should -HaveCount 2
    }

    It 'says again what fails again, and counts the tries' {
        Get-FailedStock 600000 | Resume-FailedStock -Endpoint $broken.Endpoint -ErrorAction SilentlyContinue -ErrorVariable problems | Out-Null
        Get-ErrorIdentity $problems[0] | Should -Be 'SourceDisconnected,StockSync.Commands.ResumeFailedStockCommand ConnectionError'
        $problems[0].TargetObject.Code | Should -Be '600000'
        (Get-FailedStock 600000).Attempts | Should -BeGreaterThan 6
    }

    It 'stops at the first failure with -ErrorAction Stop' {
        # Twelve tries without waits would look like a service that is down, and the run would pause.
        Set-SandboxVariable STOCKSYNC_OUTAGE_LIMIT 100
        try { $problem = Get-TerminatingError { Get-FailedStock | Resume-FailedStock -Endpoint $broken.Endpoint -ErrorAction Stop } }
        finally { Set-SandboxVariable STOCKSYNC_OUTAGE_LIMIT $null }
        $problem.FullyQualifiedErrorId | Should -BeLike '*,StockSync.Commands.ResumeFailedStockCommand'
        Get-SyncRun -Active | Should -BeNullOrEmpty
        Get-FailedStock | Should -HaveCount 2
    }

    It 'ends with <Id> for <Name>' -ForEach @(
        @{ Name = 'a range that is reversed'; Parameters = @{ Code = '600000'; From = '2024-01-31'; To = '2024-01-02' }; Id = 'RangeReversed' }
        @{ Name = 'a day to come'; Parameters = @{ From = '2199-01-02' }; Id = 'DateOutOfRange' }
    ) {
        Get-ErrorIdentity (Get-TerminatingError { Resume-FailedStock @Parameters }) |
            Should -Be "$Id,StockSync.Commands.ResumeFailedStockCommand InvalidArgument"
    }

    It 'goes on after a row with a bad code' {
        $rows = 'Code,From', 'sh.000300,2024-01-02', '600000,2024-01-02' | ConvertFrom-Csv
        $days = $rows | Resume-FailedStock -ErrorAction SilentlyContinue -ErrorVariable problems
        $days | Should -HaveCount 1
        $problems | Should -HaveCount 1
        $problems[0].FullyQualifiedErrorId | Should -Be 'ParameterArgumentTransformationError,StockSync.Commands.ResumeFailedStockCommand'
    }
}
