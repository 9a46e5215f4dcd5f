# When a day may be called complete: each case in which a late, thin or wrong service was believed once, as a user meets it, on both databases.
BeforeDiscovery {
    . "$PSScriptRoot/Common.ps1"
    . "$PSScriptRoot/Postgres.ps1"
    . "$PSScriptRoot/Clock.ps1"
    $reason = Get-ClockSkipReason
    $kinds = @(
        @{ Kind = 'SQLite'; Reason = $reason }
        @{ Kind = 'PostgreSQL'; Reason = $reason ?? (Get-PostgresSkipReason) }
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

    # A copy of January up to the evening before the last day, and the truth from then on.
    function Reset-Copy([string] $Kind, [string] $To = '2024-01-30') {
        Set-SandboxVariable STOCKSYNC_DATABASE ($Kind -eq 'SQLite' ? (New-DatabasePath) : (New-PostgresDatabase $postgres))
        Set-MarketView $market
        if (-not $To) { return }
        Set-MarketDay $market $To
        $null = Invoke-AtTime $session "$To 20:00" { Start-StockBackfill -From 2024-01-15 -To $using:To } -WarningAction SilentlyContinue
    }

    function Get-Day([string] $Day) { Invoke-InSession $session { Get-SyncCheckpoint -From $using:Day -To $using:Day } }
}

AfterAll {
    if ($session) { Stop-ClockSession $session }
    if ($postgres) { Stop-Postgres $postgres }
    Exit-Sandbox
}

Describe 'A day is complete by evidence, with <Kind>' -ForEach $kinds {
    BeforeEach { if ($Reason) { Set-ItResult -Skipped -Because $Reason } }

    It 'keeps a half published day partial until the rest is there, asked by <Way>' -ForEach @(
        @{ Way = 'Sync-StockDay'; Script = { Sync-StockDay } }
        @{ Way = 'its date'; Script = { Sync-StockDay 2024-01-31 } }
        @{ Way = 'Retry-FailedStock'; Script = { Retry-FailedStock } }
        @{ Way = 'its checkpoint through the pipeline'; Script = { Get-SyncCheckpoint -Status Partial, Failed | Retry-FailedStock } }
        @{ Way = 'a backfill that ends on it'; Script = { Start-StockBackfill -From 2024-01-29 -To 2024-01-31 } }
    ) {
        Reset-Copy $Kind
        Set-MarketDay $market 2024-01-31
        Set-MarketView $market 'both 2024-01-31 share 0.5'
        $null = Invoke-AtTime $session '2024-01-31 20:00' { Sync-StockDay }
        $first = Get-Day 2024-01-31
        $first.Status | Should -Be Partial
        $first.Late | Should -BeGreaterThan 100
        # The next morning is another Beijing day; the service still says the same.
        $null = Invoke-AtTime $session '2024-02-01 08:00' $Script
        $second = Get-Day 2024-01-31
        $second.Status | Should -Be Partial
        $second.Expected | Should -Be $first.Expected
        Set-MarketView $market
        $null = Invoke-AtTime $session '2024-02-01 09:00' $Script
        $whole = Get-Day 2024-01-31
        $whole.Status | Should -Be Completed
        $whole.Expected | Should -Be $first.Expected
        $whole.Stored + $whole.Suspended | Should -Be $first.Expected
    }

    It 'keeps an older day open whose list and bars are thin together, however often the service says so, and heals it' {
        Reset-Copy $Kind -To ''
        Set-MarketDay $market 2024-01-31
        Set-MarketView $market 'both 2024-01-17 lacking 0.05'
        $null = Invoke-AtTime $session '2024-01-31 20:00' { Start-StockBackfill -From 2024-01-15 -To 2024-01-31 }
        foreach ($day in '2024-02-01', '2024-02-02', '2024-02-05', '2024-02-06') {
            Set-MarketDay $market $day
            $null = Invoke-AtTime $session "$day 20:00" { Sync-StockDay }
            (Get-Day 2024-01-17).Status | Should -Be Partial
        }
        Set-MarketView $market
        Set-MarketDay $market 2024-02-07
        $null = Invoke-AtTime $session '2024-02-07 20:00' { Sync-StockDay }
        (Get-Day 2024-01-17).Status | Should -Be Completed
    }

    It 'does not complete the newest day while one stock in a hundred is missing from bars and list' {
        Reset-Copy $Kind
        Set-MarketDay $market 2024-01-31
        $codes = Invoke-InSession $session { (Get-Stock | Where-Object IsListed | Select-Object -First 3).Code }
        $named = ($codes | ForEach-Object { ($_ -ge '600000' ? 'sh.' : 'sz.') + $_ }) -join ','
        Set-MarketView $market "both 2024-01-31 without $named"
        $null = Invoke-AtTime $session '2024-01-31 20:00' { Sync-StockDay }
        (Get-Day 2024-01-31).Late | Should -Be 3
        Set-MarketView $market
        (Invoke-AtTime $session '2024-01-31 22:00' { Sync-StockDay }).Status | Should -Be Completed
    }

    It 'does not count an answer that lacks stored bars, empty or cut short, as a second one: <Shape>' -ForEach @(
        @{ Shape = 'MarketDay' }
        @{ Shape = 'StockRange' }
    ) {
        Reset-Copy $Kind -To ''
        Set-MarketDay $market 2024-01-31
        # Two days of one stock are missing from the first answers.
        $lacking = 'both 2024-01-17 without sh.600000', 'both 2024-01-24 without sh.600000'
        Set-MarketView $market $lacking
        $fill = { Start-StockBackfill -From 2024-01-15 -To 2024-01-30 -Shape $using:Shape }
        $null = Invoke-AtTime $session '2024-01-31 20:00' $fill
        (Get-Day 2024-01-17).Late | Should -Be 1
        # The next morning the service answers less than what is stored.
        $cut = 'bars 2024-01-17 share 0.5 only 98', 'bars 2024-01-24 share 0 only 98', 'bars 2024-01-18..2024-01-23 without sh.600000 only 95'
        Set-MarketView $market ($lacking + $cut)
        $null = Invoke-AtTime $session '2024-02-01 08:00' $fill -ErrorVariable failed -ErrorAction SilentlyContinue
        if ($Shape -eq 'StockRange') {
            $failed.FullyQualifiedErrorId | Should -Match '^SourceIncomplete'
            (Invoke-InSession $session { Get-FailedStock }).Code | Should -Be '600000'
        }
        (Get-Day 2024-01-17).Status | Should -Be Partial
        (Get-Day 2024-01-24).Status | Should -Be Partial
        Set-MarketView $market
        $null = Invoke-AtTime $session '2024-02-01 09:00' { Retry-FailedStock }
        (Get-Day 2024-01-17).Status | Should -Be Completed
        (Get-Day 2024-01-24).Status | Should -Be Completed
    }

    It 'excuses one stock under listing suspension by the answer of the next morning, and at once from then on' {
        Reset-Copy $Kind
        $code = Invoke-InSession $session { (Get-Stock | Where-Object IsListed | Select-Object -Last 1).Code }
        Set-MarketView $market "suspend $(($code -ge '600000' ? 'sh.' : 'sz.') + $code) 2024-01-31..2024-02-29"
        Set-MarketDay $market 2024-01-31
        $evening = Invoke-AtTime $session '2024-01-31 20:00' { Sync-StockDay }
        $evening.Status | Should -Be Partial
        $evening.Waiting | Should -Be 1
        (Invoke-AtTime $session '2024-02-01 08:00' { Sync-StockDay }).Status | Should -Be Completed
        foreach ($day in '2024-02-01', '2024-02-02') {
            Set-MarketDay $market $day
            (Invoke-AtTime $session "$day 20:00" { Sync-StockDay }).Status | Should -Be Completed
        }
        $excused = Invoke-InSession $session { Get-FailedStock -All | Where-Object Code -EQ $using:code }
        $excused.From | Should -Be ([datetime] '2024-01-31')
        $excused.To | Should -Be ([datetime] '2024-02-02')
    }

    It 'finds out a first stock list that is short: <View>' -ForEach @(
        @{ View = 'stocks first 80' }
        @{ View = 'stocks pagecap 100' }
        @{ View = 'stocks type 5 sh.600000,sh.600001,sh.600002,sh.600003' }
        @{ View = 'stocks listed sh.600000 2024-01-20' }
    ) {
        Reset-Copy $Kind -To ''
        Set-MarketDay $market 2024-01-19
        Set-MarketView $market $View
        $first = Invoke-AtTime $session '2024-01-19 20:00' { Start-StockBackfill -From 2024-01-15 -To 2024-01-19 } -WarningAction SilentlyContinue
        # Of who left on the newest day a short list does not say so: that is known by the answer of the next morning.
        $null = Invoke-AtTime $session '2024-01-20 08:00' { Start-StockBackfill -From 2024-01-15 -To 2024-01-19 } -WarningAction SilentlyContinue
        $days = Invoke-InSession $session { Get-SyncCheckpoint -From 2024-01-15 -To 2024-01-19 }
        @($days | Where-Object Status -NE Completed).Count | Should -Be 0
        Reset-Copy $Kind -To ''
        Set-MarketDay $market 2024-01-19
        $truth = Invoke-AtTime $session '2024-01-19 20:00' { Start-StockBackfill -From 2024-01-15 -To 2024-01-19 }
        ($days | Measure-Object Expected -Sum).Sum | Should -Be ($truth | Measure-Object Expected -Sum).Sum
        foreach ($day in $first | Where-Object Status -EQ Completed) {
            $day.Expected | Should -Be ($truth | Where-Object Date -EQ $day.Date).Expected
        }
    }

    It 'follows a code that was replaced' {
        Reset-Copy $Kind
        $old = Invoke-InSession $session { (Get-Stock | Where-Object { $_.IsListed -and $_.Code -like '300*' } | Select-Object -First 1).Code }
        Set-MarketView $market "rename sz.$old sz.309999 from 2024-01-31"
        Set-MarketDay $market 2024-01-31
        (Invoke-AtTime $session '2024-01-31 20:00' { Sync-StockDay } -WarningAction SilentlyContinue).Status | Should -Be Completed
        $new = Invoke-InSession $session { @(Get-StockBar 309999).Count }
        $before = Invoke-InSession $session { @(Get-StockBar $using:old).Count }
        $new | Should -Be ($before + 1)
        Invoke-InSession $session { @(Get-StockBar -From 2024-01-29 -To 2024-01-29 | Where-Object Code -EQ $using:old).Count } | Should -Be 0
        Invoke-InSession $session { @(Get-SyncCheckpoint | Where-Object Status -NE Completed).Count } | Should -Be 0
    }

    It 'stores nothing of a day that does not look like itself: <Values>' -ForEach @(
        @{ Values = 'yesterday' }, @{ Values = 'half' }, @{ Values = 'swapped' }, @{ Values = 'shifted' }
    ) {
        Reset-Copy $Kind
        Set-MarketDay $market 2024-01-31
        Set-MarketView $market "values 2024-01-31 $Values"
        $null = Invoke-AtTime $session '2024-01-31 20:00' { Sync-StockDay } -WarningAction SilentlyContinue
        $day = Get-Day 2024-01-31
        $day.Status | Should -Be Failed
        $day.Reason | Should -BeLike 'in doubt*'
        Set-MarketView $market
        (Invoke-AtTime $session '2024-01-31 22:00' { Sync-StockDay }).Status | Should -Be Completed
    }

    It 'takes trading days that a calendar called closed, when it is right again' {
        Reset-Copy $Kind -To ''
        Set-MarketDay $market 2024-01-31
        Set-MarketView $market 'calendar closed 2024-01-16..2024-01-18'
        $null = Invoke-AtTime $session '2024-01-31 20:00' { Start-StockBackfill -From 2024-01-15 -To 2024-01-31 }
        Set-MarketView $market
        $null = Invoke-AtTime $session '2024-02-01 19:00' { Start-StockBackfill -From 2024-01-15 -To 2024-01-31 }
        (Get-Day 2024-01-17).Status | Should -Be Completed
    }

    It 'does not end well where every day is called closed' {
        Reset-Copy $Kind -To ''
        Set-MarketDay $market 2024-01-31
        Set-MarketView $market 'calendar closed all'
        $problem = Get-TerminatingError { Invoke-AtTime $session '2024-01-31 20:00' { Start-StockBackfill -From 2024-01-02 -To 2024-01-31 } }
        $problem.FullyQualifiedErrorId | Should -BeLike 'CalendarDoubtful*'
    }

    It 'asks again for an accepted gap, and takes its bars when they are delivered later' {
        Reset-Copy $Kind -To ''
        Set-MarketDay $market 2024-01-30
        Set-MarketView $market 'both 2024-01-17..2024-01-24 without sh.600000'
        $null = Invoke-AtTime $session '2024-01-30 20:00' { Start-StockBackfill -From 2024-01-15 -To 2024-01-30 }
        (Get-Day 2024-01-18).Status | Should -Be Completed
        Set-MarketView $market
        Set-MarketDay $market 2024-01-31
        $null = Invoke-AtTime $session '2024-01-31 20:00' { Sync-StockDay }
        Invoke-InSession $session { @(Get-StockBar 600000 -From 2024-01-17 -To 2024-01-24).Count } | Should -Be 6
        (Get-Day 2024-01-18).Status | Should -Be Completed
    }

    It 'opens a day for a bad row over a good one, and clears it when the row is right' {
        Reset-Copy $Kind
        Set-MarketView $market 'values 2024-01-29 bad sh.600000'
        $null = Invoke-AtTime $session '2024-01-30 21:00' { Start-StockBackfill -From 2024-01-29 -To 2024-01-29 -Force }
        (Get-Day 2024-01-29).Quarantined | Should -Be 1
        Set-MarketView $market
        $null = Invoke-AtTime $session '2024-01-30 22:00' { Retry-FailedStock }
        (Get-Day 2024-01-29).Status | Should -Be Completed
    }

    It 'tells a bar that the service withdraws, and keeps it' {
        Reset-Copy $Kind
        Set-MarketView $market 'both 2024-01-29 without sh.600000'
        $null = Invoke-AtTime $session '2024-01-30 21:00' { Start-StockBackfill -From 2024-01-29 -To 2024-01-29 -Force } -WarningVariable told -WarningAction SilentlyContinue
        "$told" | Should -BeLike '*600000*'
        Invoke-InSession $session { @(Get-StockBar 600000 -From 2024-01-29 -To 2024-01-29).Count } | Should -Be 1
    }

    It 'judges a copy of chosen stocks by them alone' {
        Reset-Copy $Kind -To ''
        Set-MarketDay $market 2024-01-30
        $days = Invoke-AtTime $session '2024-01-30 20:00' { Start-StockBackfill -From 2024-01-15 -To 2024-01-30 -Code 600000, 600001, 600002 }
        $days.Status | Select-Object -Unique | Should -Be Completed
        $days.Expected | Select-Object -Unique | Should -Be 3
        $null = Invoke-AtTime $session '2024-01-30 21:00' { Start-StockBackfill -From 2024-01-30 -To 2024-01-30 -Code 600000 -Force }
        (Get-Day 2024-01-30).Status | Should -Be Completed
        Set-MarketDay $market 2024-01-31
        (Invoke-AtTime $session '2024-01-31 20:00' { Sync-StockDay }).Expected | Should -Be 3
        Invoke-InSession $session { @(Retry-FailedStock).Count } | Should -Be 0
    }

    It 'keeps the bar of an initial listing that the stock list learns of two evenings later' {
        Reset-Copy $Kind
        $young = Invoke-InSession $session {
            Get-Stock | Where-Object { $_.ListedOn -gt [datetime] '2024-01-16' -and $_.ListedOn -lt [datetime] '2024-01-27' } | Sort-Object ListedOn | Select-Object -First 1
        }
        $young | Should -Not -BeNullOrEmpty
        $first = [datetime] $young.ListedOn
        Reset-Copy $Kind -To $first.AddDays(-1).ToString('yyyy-MM-dd')
        $code = ($young.Code -like '6*' ? 'sh.' : 'sz.') + $young.Code
        Set-MarketView $market "stocks late $code until $($first.AddDays(2).ToString('yyyy-MM-dd'))"
        for ($day = $first; $day -le $first.AddDays(5); $day = $day.AddDays(1)) {
            if ($day.DayOfWeek -in 'Saturday', 'Sunday') { continue }
            $text = $day.ToString('yyyy-MM-dd')
            Set-MarketDay $market $text
            $null = Invoke-AtTime $session "$text 20:00" { Sync-StockDay } -WarningAction SilentlyContinue
            (Get-Day $text).Status | Should -Be Completed
            Invoke-InSession $session { @(Get-StockBar $using:young.Code -From $using:text -To $using:text).Count } | Should -Be 1
        }
    }

    It 'corrects a holiday plan that was kept while the clock was ahead' {
        Reset-Copy $Kind
        Set-MarketDay $market 2024-01-31
        Set-MarketView $market 'calendar closed 2024-02-05..2024-02-06'
        $null = Invoke-AtTime $session '2024-02-20 20:00' { Sync-StockDay 2024-02-15 } -WarningAction SilentlyContinue
        Set-MarketView $market
        Set-MarketDay $market 2024-02-06
        $null = Invoke-AtTime $session '2024-02-06 20:00' { Sync-StockDay }
        foreach ($day in '2024-02-05', '2024-02-06') { (Get-Day $day).Status | Should -Be Completed }
    }

    It 'asks again for a day that a file calls failed' {
        Reset-Copy $Kind
        Set-MarketDay $market 2024-01-31
        Set-Content "$TestDrive/failed.json" '{"failed_dates":["2024-01-31"]}'
        (Invoke-AtTime $session '2024-01-31 20:00' { Import-SyncCheckpoint "$using:TestDrive/failed.json" }).Status | Should -Be Failed
        (Invoke-InSession $session { Retry-FailedStock }).Status | Should -Be Completed
        (Get-Day 2024-01-31).Status | Should -Be Completed
    }

    It 'opens no day and asks nothing where none of the chosen stocks is expected' {
        Reset-Copy $Kind
        $young = Invoke-InSession $session {
            Get-Stock | Where-Object { $_.ListedOn -gt [datetime] '2024-01-16' -and $_.ListedOn -lt [datetime] '2024-01-27' } | Sort-Object ListedOn | Select-Object -First 1
        }
        Reset-Copy $Kind -To ''
        Set-MarketDay $market 2024-01-30
        $days = Invoke-AtTime $session '2024-01-30 20:00' { Start-StockBackfill -From 2024-01-15 -To 2024-01-30 -Code $using:young.Code }
        $days.Status | Select-Object -Unique | Should -Be Completed
        @($days | Where-Object Expected -EQ 0).Count | Should -BeGreaterThan 0
        $null = Invoke-InSession $session { Start-StockBackfill -From 2024-01-15 -To 2024-01-30 -Code $using:young.Code -Force } -WarningVariable told -WarningAction SilentlyContinue
        $told | Should -BeNullOrEmpty
    }

    It 'says that a run for the market makes a copy of chosen stocks wider, and keeps its days as open ones' {
        Reset-Copy $Kind -To ''
        Set-MarketDay $market 2024-01-30
        $null = Invoke-AtTime $session '2024-01-30 20:00' { Start-StockBackfill -From 2024-01-15 -To 2024-01-30 -Code 600000, 600001 }
        $null = Invoke-InSession $session { Start-StockBackfill -From 2024-01-30 -To 2024-01-30 } -WarningVariable told -WarningAction SilentlyContinue
        "$told" | Should -BeLike '*whole market*'
        (Get-Day 2024-01-15).Status | Should -Be Partial
        (Get-Day 2024-01-30).Status | Should -Be Completed
        Invoke-InSession $session { (Get-SyncHealth).Reasons.Code } | Should -Contain OldGaps
    }
}
