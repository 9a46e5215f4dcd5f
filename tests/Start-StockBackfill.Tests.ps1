BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    Enter-Sandbox
    $market = Start-Market
}
AfterAll { Exit-Sandbox }

Describe 'Start-StockBackfill' {
    BeforeEach { Use-NewDatabase }

    It 'emits every trading day once, and the table holds what each day says' {
        $days = Start-StockBackfill @january
        $days | Should -HaveCount 22
        $days.Status | Select-Object -Unique | Should -Be 'Completed'
        $days.Date | Sort-Object -Unique | Should -HaveCount 22
        foreach ($day in $days) {
            Get-StockBar -From $day.Date -To $day.Date | Should -HaveCount $day.Expected
            $day.Stored + $day.Suspended | Should -Be $day.Expected
        }
    }

    It 'understands <Name> as a date' -ForEach @(
        @{ Name = 'ISO text'; Date = '2024-01-09' }
        @{ Name = 'eight digits'; Date = '20240109' }
        @{ Name = 'a number of eight digits'; Date = 20240109 }
        @{ Name = 'a DateTime'; Date = [datetime]::new(2024, 1, 9) }
        @{ Name = 'a DateOnly'; Date = [DateOnly]::new(2024, 1, 9) }
    ) {
        (Start-StockBackfill -From $Date -To $Date).Date | Should -Be ([datetime]::new(2024, 1, 9))
    }

    It 'counts -Days back from the last day, that day included' {
        $days = Start-StockBackfill -Days 10 -To 2024-01-31
        $days | Should -HaveCount 8
        ($days.Date | Measure-Object -Minimum).Minimum | Should -Be ([datetime] '2024-01-22')
    }

    It 'fetches only the stocks of -Code, in whatever form they are written' {
        $null = Start-StockBackfill @january -Code sh.600000, SZ000001, 300001
        (Get-StockBar).Code | Select-Object -Unique | Should -Be '000001', '300001', '600000'
    }

    It 'asks for bars as -Shape <Shape> says, with requests of type <Type>' -ForEach @(
        @{ Shape = 'MarketDay'; Type = '98' }
        @{ Shape = 'StockRange'; Type = '95' }
    ) {
        $before = @(Get-MarketRequest $market -ForBars).Count
        (Start-StockBackfill @january -Shape $Shape).Status | Select-Object -Unique | Should -Be 'Completed'
        $requests = Get-MarketRequest $market -ForBars | Select-Object -Skip $before
        $requests.type | Select-Object -Unique | Should -Be $Type
    }

    It 'asks nothing again for what is complete, and everything with -Force' {
        $null = Start-StockBackfill @january
        $before = @(Get-MarketRequest $market -ForBars).Count
        Start-StockBackfill @january | Should -HaveCount 22
        Get-MarketRequest $market -ForBars | Should -HaveCount $before

        $again = Start-StockBackfill @january -Force
        @(Get-MarketRequest $market -ForBars).Count | Should -BeGreaterThan $before
        ($again | Measure-Object Unchanged -Sum).Sum | Should -Be @(Get-StockBar).Count
        ($again | Measure-Object Inserted -Sum).Sum | Should -Be 0
    }

    It 'stops cleanly at <Limit>, says so, and goes on from there the next time' -ForEach @(
        @{ Limit = '-MaxRequests'; Parameters = @{ MaxRequests = 8 }; Server = @{} }
        @{ Limit = '-MaxMinutes'; Parameters = @{ MaxMinutes = 0.01 }; Server = @{ Option = '--latency-98', 400 } }
    ) {
        $server = Start-Market @Server
        $days = @(Start-StockBackfill @january @Parameters -Shape MarketDay -Endpoint $server.Endpoint -WarningVariable warnings 3> $null)
        $warnings | Should -HaveCount 1
        (Get-SyncRun).Status | Should -Be 'Stopped'
        @($days | Where-Object Status -eq 'Completed').Count | Should -BeLessThan 22
        $first = @(Get-StockBar).Count

        $rest = Start-StockBackfill @january
        $rest.Status | Select-Object -Unique | Should -Be 'Completed'
        ($rest | Measure-Object Inserted -Sum).Sum | Should -BeGreaterThan 0
        @(Get-StockBar).Count | Should -BeGreaterThan $first
    }

    It 'works with several connections where the service allows them' {
        $server = Start-Market -Option '--allow-concurrency'
        (Start-StockBackfill @january -ThrottleLimit 4 -Endpoint $server.Endpoint).Status | Select-Object -Unique | Should -Be 'Completed'
        @((Get-MarketRequest $server).connection | Select-Object -Unique).Count | Should -BeGreaterThan 1
    }

    It 'shows one progress bar, which goes away' {
        # A session without a screen keeps the records.
        $shell = [powershell]::Create()
        try {
            [void] $shell.AddScript("Import-Module '$outFolder/StockSync/StockSync.psd1'; Start-StockBackfill -From 2024-01-02 -To 2024-01-31").Invoke()
            $records = @($shell.Streams.Progress)
        }
        finally { $shell.Dispose() }
        $records[0].Activity | Should -BeLike '*2024-01-02*'
        $records.ActivityId | Select-Object -Unique | Should -HaveCount 1
        $records[-1].RecordType | Should -Be 'Completed'
        @($records.RecordType) -eq 'Completed' | Should -HaveCount 1
    }

    It 'asks once with -Confirm, and does what the answer is: <Answer>' -ForEach @(
        @{ Answer = 'n'; Days = 0 }
        @{ Answer = 'y'; Days = 2 }
    ) {
        $before = @(Get-MarketRequest $market).Count
        $run = Invoke-Script '"$(@(Start-StockBackfill -From 2024-01-02 -To 2024-01-03 -Confirm).Count) days"' -Answer $Answer
        $run.Output[-1] | Should -Be "$Days days"
        @($run.Output -like '*Start this run?*') | Should -HaveCount 1
        "$($run.Output)" | Should -Match '\d+ requests'
        if ($Answer -eq 'n') {
            Get-MarketRequest $market | Should -HaveCount $before
            $env:STOCKSYNC_DATABASE | Should -Not -Exist
        }
    }

    It 'tells the run''s result in the verbose stream' {
        $verbose = Start-StockBackfill @january -Verbose 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] }
        "$verbose" | Should -BeLike "*$((Get-SyncRun).RunId)*22 of 22 days complete*"
    }

    Context '-WhatIf' {
        It 'emits the plan, opens no connection and creates no file' {
            $before = @(Get-MarketRequest $market).Count
            $plan = Start-StockBackfill @january -WhatIf
            $plan | Should -BeOfType StockSync.SyncPlan
            $plan.Requests | Should -BeGreaterThan 0
            $plan.IsEstimate | Should -BeTrue
            Get-MarketRequest $market | Should -HaveCount $before
            $env:STOCKSYNC_DATABASE | Should -Not -Exist
        }

        It 'says in one line what would be done, and why so' {
            $plan = @{}
            $lines = Get-WhatIfText { $plan.Record = Start-StockBackfill @january -WhatIf }
            $lines | Should -HaveCount 1
            $lines | Should -BeLike '*2024-01-02 to 2024-01-31*requests*minutes*of the daily budget*'
            $lines.Contains($plan.Record.Reason) | Should -BeTrue
        }

        It 'knows from the database what is complete already' {
            $null = Start-StockBackfill @january
            $before = @(Get-MarketRequest $market).Count
            $plan = Start-StockBackfill @january -WhatIf
            $plan.CompleteDays, $plan.TradingDays, $plan.Requests | Should -Be 22, 22, 0
            Get-MarketRequest $market | Should -HaveCount $before
            Get-SyncRun | Should -HaveCount 1
        }
    }

    Context 'what cannot work' {
        It 'ends with <Id> for <Name>' -ForEach @(
            @{ Name = 'a range that is reversed'; Id = 'RangeReversed'; Category = 'InvalidArgument'; Target = [datetime] '2024-02-01'
                Parameters = @{ From = '2024-02-01'; To = '2024-01-01' } }
            @{ Name = 'a day before the exchanges opened'; Id = 'DateOutOfRange'; Category = 'InvalidArgument'; Target = [datetime] '1980-01-02'
                Parameters = @{ From = '1980-01-02'; To = '2024-01-03' } }
            @{ Name = 'a day to come'; Id = 'DateOutOfRange'; Category = 'InvalidArgument'; Target = [datetime] '2199-01-02'
                Parameters = @{ From = '2024-01-02'; To = '2199-01-02' } }
            @{ Name = 'a text that names no database'; Id = 'DatabaseInvalid'; Category = 'InvalidArgument'
                Parameters = @{ Database = 'mysql://someone:s3cret@host/db' } }
            @{ Name = 'a service where nobody listens'; Id = 'SourceUnreachable'; Category = 'ConnectionError'; Target = '127.0.0.1:1'
                Parameters = @{ From = '2024-01-02'; To = '2024-01-31'; Endpoint = '127.0.0.1:1' } }
        ) {
            $problem = Get-TerminatingError { Start-StockBackfill @Parameters }
            Get-ErrorIdentity $problem | Should -Be "$Id,StockSync.Commands.StartStockBackfillCommand $Category"
            if ($Target) { $problem.TargetObject | Should -Be $Target }
            $problem.Exception.Advice | Should -Not -BeNullOrEmpty
            "$problem".EndsWith($problem.Exception.Advice) | Should -BeTrue -Because 'hosts show nothing but the text'
            "$problem" | Should -Not -BeLike '*s3cret*'
        }

        It 'refuses <Name> before anything is opened' -ForEach @(
            @{ Name = 'what is no date'; Parameters = @{ From = 'soon' }; Id = 'ParameterArgumentTransformationError' }
            @{ Name = 'a time of day'; Parameters = @{ From = [datetime]::new(2024, 1, 2, 9, 30, 0) }; Id = 'ParameterArgumentTransformationError' }
            @{ Name = 'the code of an index'; Parameters = @{ Code = 'sh.000001' }; Id = 'ParameterArgumentTransformationError' }
            @{ Name = 'no days at all'; Parameters = @{ Days = 0 }; Id = 'ParameterArgumentValidationError' }
            @{ Name = 'a shape that does not exist'; Parameters = @{ Shape = 'Round' }; Id = 'CannotConvertArgumentNoMessage' }
            @{ Name = '-Days beside -From'; Parameters = @{ From = '2024-01-02'; Days = 3 }; Id = 'AmbiguousParameterSet' }
        ) {
            $problem = Get-TerminatingError { Start-StockBackfill @Parameters }
            $problem.FullyQualifiedErrorId | Should -Be "$Id,StockSync.Commands.StartStockBackfillCommand"
            $env:STOCKSYNC_DATABASE | Should -Not -Exist
        }

        It 'leaves a file alone that is not a database' {
            Set-Content $env:STOCKSYNC_DATABASE ('not a database ' * 100)
            $text = Get-Content $env:STOCKSYNC_DATABASE -Raw
            $problem = Get-TerminatingError { Start-StockBackfill @january }
            Get-ErrorIdentity $problem | Should -Be 'StoreNotADatabase,StockSync.Commands.StartStockBackfillCommand InvalidData'
            Get-Content $env:STOCKSYNC_DATABASE -Raw | Should -Be $text
        }
    }

    Context 'with stocks from the pipeline' {
        It 'makes one run of <Name>' -ForEach @(
            @{ Name = 'Get-Stock'; Script = { Get-Stock 600000, 600001 } }
            @{ Name = 'plain codes'; Script = { '600000', 'SH600001' } }
            @{ Name = 'failures'; Script = { '600000', '600001' | ForEach-Object { [StockSync.FailedStock] @{ Code = $_; From = '2024-01-03'; Reason = 'x' } } } }
            @{ Name = 'CSV'; Script = { 'Code,Name', '600000,a', '600001,b', '600000,again' | ConvertFrom-Csv } }
            @{ Name = 'JSON'; Script = { '[{"Code":"600000"},{"Code":600001}]' | ConvertFrom-Json } }
            @{ Name = 'numbers'; Script = { 600000, 600001 } }
            @{ Name = 'blanks around codes, in members of any case'; Script = { [pscustomobject] @{ code = ' 600000 ' }, [pscustomobject] @{ CODE = 'SH600001' } } }
        ) {
            & $Script | Start-StockBackfill @january | Should -HaveCount 22
            (Get-StockBar).Code | Select-Object -Unique | Should -Be '600000', '600001'
            Get-SyncRun | Should -HaveCount 1
        }

        It 'takes the range of the command, not of the records: <Name>' -ForEach @(
            @{ Name = '-Days and -To'; Parameters = @{ To = '2024-01-12'; Days = 3 } }
            @{ Name = '-From and -To'; Parameters = @{ From = '2024-01-10'; To = '2024-01-12' } }
        ) {
            $failure = [StockSync.FailedStock] @{ Code = '600000'; From = '2024-01-03'; To = '2024-01-04'; Reason = 'x' }
            ($failure | Start-StockBackfill @Parameters).Date.Day | Should -Be 10, 11, 12
            (Get-StockBar).Code | Select-Object -Unique | Should -Be '600000'
        }

        It 'takes the range of the command when it is given by position or without an end' {
            $failure = [StockSync.FailedStock] @{ Code = '600000'; From = '2024-01-03'; To = '2024-01-04'; Reason = 'x' }
            $plan = $failure | Start-StockBackfill 2024-01-10 2024-01-12 -WhatIf
            $plan.From.Day, $plan.To.Day, $plan.Stocks | Should -Be 10, 12, 1
            $plan = $failure | Start-StockBackfill -From 2024-01-10 -WhatIf
            $plan.From | Should -Be ([datetime] '2024-01-10')
            $plan.To | Should -BeGreaterThan ([datetime] '2024-01-31')
        }

        It 'names what it cannot use, once each, and runs with the rest' {
            $null = '600000', 'nonsense', [pscustomobject] @{ Colour = 'red' }, [pscustomobject] @{ Code = '' }, [pscustomobject] @{ Code = '*' }, '600001' |
                Start-StockBackfill @january -ErrorAction SilentlyContinue -ErrorVariable problems
            (Get-StockBar).Code | Select-Object -Unique | Should -Be '600000', '600001'
            Get-SyncRun | Should -HaveCount 1
            $problems | Should -HaveCount 4
            "$($problems[2])" | Should -BeLike '*"" is not the code*'
            "$($problems[3])" | Should -BeLike '*Retry-FailedStock*'
            "$($problems[0])" | Should -BeLike '*nonsense*600000*'
            "$($problems[1])" | Should -BeLike '*Colour=red*Code*Get-Stock*'
        }

        It 'fetches nothing for <Name>' -ForEach @(
            @{ Name = 'an empty pipeline'; Script = { @() | Start-StockBackfill }; Errors = 0 }
            @{ Name = 'objects that are no stocks'; Script = { Get-Item / | Start-StockBackfill }; Errors = 1 }
            @{ Name = 'a text that is no code'; Script = { 'nonsense' | Start-StockBackfill }; Errors = 1 }
            @{ Name = 'an empty cell'; Script = { 'Code,Name', ',a' | ConvertFrom-Csv | Start-StockBackfill }; Errors = 1 }
            @{ Name = 'a failed day of the whole market'; Script = { [StockSync.FailedStock] @{ Code = '*'; From = '2024-01-03'; Reason = 'x' } | Start-StockBackfill }; Errors = 1 }
            @{ Name = 'nothing at all'; Script = { $null | Start-StockBackfill }; Errors = 1 }
        ) {
            $before = @(Get-MarketRequest $market).Count
            $ErrorActionPreference = 'SilentlyContinue'
            $Error.Clear()
            & $Script | Should -BeNullOrEmpty
            $Error | Should -HaveCount $Errors
            Get-MarketRequest $market | Should -HaveCount $before
            $env:STOCKSYNC_DATABASE | Should -Not -Exist
        }
    }

    Context 'with a stock that the service never delivers' {
        BeforeAll { $broken = Start-Market -Fault '95:sh.600000 x* drop' }

        It 'writes one error with the failure as its target, and stores the rest' {
            $days = Start-StockBackfill @january -Shape StockRange -Endpoint $broken.Endpoint -ErrorAction SilentlyContinue -ErrorVariable problems
            $problems | Should -HaveCount 1
            Get-ErrorIdentity $problems[0] | Should -Be 'SourceDisconnected,StockSync.Commands.StartStockBackfillCommand ConnectionError'
            $problems[0].TargetObject | Should -BeOfType StockSync.FailedStock
            $problems[0].TargetObject.Code | Should -Be '600000'
            $days | Should -HaveCount 22
            $days | ForEach-Object { "$($_.Status) $($_.Failed)" } | Select-Object -Unique | Should -Be 'Partial 1'
            $stored = (Get-StockBar).Code | Select-Object -Unique
            $stored | Should -HaveCount 18 -Because 'of the 20 stocks, one was delisted before January'
            $stored | Should -Not -Contain '600000'
        }

        It 'has errors whose targets go into the retry' {
            $null = Start-StockBackfill @january -Shape StockRange -Endpoint $broken.Endpoint -ErrorAction SilentlyContinue -ErrorVariable problems
            ($problems.TargetObject | Retry-FailedStock).Status | Select-Object -Unique | Should -Be 'Completed'
            Get-FailedStock | Should -BeNullOrEmpty
        }

        It 'ends at the first error with -ErrorAction Stop, and the next run finds everything in order' {
            $problem = Get-TerminatingError { Start-StockBackfill @january -Shape StockRange -Endpoint $broken.Endpoint -ErrorAction Stop }
            $problem.FullyQualifiedErrorId | Should -Be 'SourceDisconnected,StockSync.Commands.StartStockBackfillCommand'
            Get-SyncRun -Active | Should -BeNullOrEmpty
            (Start-StockBackfill @january).Status | Select-Object -Unique | Should -Be 'Completed'
        }
    }

    It 'stops at once when the service has banned us, remembers it, and tries again only with -IgnoreBan' {
        $ban = Start-Market -Fault '98 skip 3 x1 error 10001011'
        $parameters = $january + @{ Shape = 'MarketDay'; Endpoint = $ban.Endpoint }
        $identity = 'SourceBanned,StockSync.Commands.StartStockBackfillCommand LimitsExceeded'
        Get-ErrorIdentity (Get-TerminatingError { Start-StockBackfill @parameters }) | Should -Be $identity
        $before = @(Get-MarketRequest $ban).Count
        Get-ErrorIdentity (Get-TerminatingError { Start-StockBackfill @parameters }) | Should -Be $identity
        Get-MarketRequest $ban | Should -HaveCount $before

        (Start-StockBackfill @parameters -IgnoreBan).Status | Select-Object -Unique | Should -Be 'Completed'
    }

    Context 'while it runs' {
        # Three days are answered, the fourth never: only a stop ends such a run before its time-out of minutes.
        BeforeAll { Set-SandboxVariable STOCKSYNC_COMMIT_DAYS 1 }
        AfterAll { Set-SandboxVariable STOCKSYNC_COMMIT_DAYS $null }
        BeforeEach {
            # One for each test, because the answers are counted.
            $endless = Start-Market -Fault '98 skip 3 x* stall'
            $script = "Start-StockBackfill -From 2024-01-02 -To 2024-01-31 -Shape MarketDay -Endpoint $($endless.Endpoint)"
        }

        It 'is ended by Select-Object -First 1 and leaves a checkpoint that is true' {
            $first = Start-StockBackfill @january -Shape MarketDay -Endpoint $endless.Endpoint | Select-Object -First 1
            $first.Status | Should -Be 'Completed'

            (Get-SyncRun).Status | Should -Be 'Stopped'
            Get-SyncRun -Active | Should -BeNullOrEmpty
            $complete = @(Get-SyncCheckpoint -Status Completed)
            $complete.Count | Should -BeIn 1, 2, 3
            $first.Date | Should -BeIn $complete.Date
            foreach ($day in $complete) { Get-StockBar -From $day.Date -To $day.Date | Should -HaveCount $day.Expected }
            (Start-StockBackfill @january).Status | Select-Object -Unique | Should -Be 'Completed'
        }

        It 'is stopped from outside, as by Ctrl+C, and frees the database for the next run' {
            $stopped = Stop-AfterFirstObject $script
            $stopped.IsStopped | Should -BeTrue
            $stopped.State | Should -Be 'Stopped'
            $stopped.Output[0].Status | Should -Be 'Completed'
            (Get-SyncRun).Status | Should -Be 'Stopped'
            (Start-StockBackfill @january).Status | Select-Object -Unique | Should -Be 'Completed'
        }

        It 'keeps others out of the database, and tells them who works there' {
            $before = @(Get-MarketRequest $market).Count
            $work = [powershell]::Create()
            [void] $work.AddScript("Import-Module '$outFolder/StockSync/StockSync.psd1'; $script")
            try {
                $working = $work.BeginInvoke()
                while (-not (Get-SyncRun -Active)) { if ($working.IsCompleted) { throw "$($work.Streams.Error)" } }
                # A day that is never answered: one that is complete by now needs nobody's lease.
                $problem = Get-TerminatingError { Sync-StockDay 2024-01-31 }
            }
            finally {
                $work.Stop()
                $work.Dispose()
            }
            Get-ErrorIdentity $problem | Should -Be 'RunActive,StockSync.Commands.SyncStockDayCommand ResourceBusy'
            "$problem" | Should -BeLike "*$PID*"
            Get-MarketRequest $market | Should -HaveCount $before
        }

        It 'is ended by break in the pipeline behind it' {
            do { Start-StockBackfill @january -Shape MarketDay -Endpoint $endless.Endpoint | ForEach-Object { $seen = $_; break } } while ($false)
            $seen.Status | Should -Be 'Completed'
            Get-SyncRun -Active | Should -BeNullOrEmpty
        }
    }
}
