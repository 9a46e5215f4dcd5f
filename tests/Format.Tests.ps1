BeforeDiscovery {
    # A record, its heads and its row, with blanks between the words.
    $records = @(
        @{ Type = 'SyncDay'
            Members = @{ Date = '2024-03-04'; Status = 'Partial'; Expected = 5123; Stored = 5000; Suspended = 20; Inserted = 5000; Reason = '100 late, 3 failed' }
            Heads = 'Date Status Expected Stored Suspended Inserted Reason'; Row = '2024-03-04 Partial 5123 5000 20 5000 100 late, 3 failed' }
        @{ Type = 'FailedStock'
            Members = @{ Code = '600000'; From = '2024-03-04'; To = '2024-03-08'; Reason = 'SourceDisconnected'; Attempts = 6; LastError = 'closed' }
            Heads = 'Code From To State Attempts Reason Text'; Row = '600000 2024-03-04 2024-03-08 Failed 6 SourceDisconnected closed' }
        @{ Type = 'FailedStock'
            Members = @{ Code = '600732'; From = '2017-03-14'; To = '2017-03-14'; Reason = 'NotListed'; State = 'NotListed'; Attempts = 2; Note = 'suspended' }
            Heads = 'Code From To State Attempts Reason Text'; Row = '600732 2017-03-14 2017-03-14 NotListed 2 NotListed suspended' }
        @{ Type = 'SyncRun'
            Members = @{ RunId = '20261122T114122Z-0a1b2c3d'; Kind = 'Backfill'; Status = 'Interrupted'; StartedAt = '2026-11-22T11:41:22'
                EndedAt = '2026-11-23T12:42:25'; Days = 1234; DaysSettled = 244; Inserted = 1270000 }
            Heads = 'RunId Kind Status Days Duration Inserted'; Row = '20261122T114122Z-0a1b2c3d Backfill Interrupted 244/1234 25:01:03 1,270,000' }
        @{ Type = 'SyncAlert'
            Members = @{ Rule = 'DayIncomplete'; Scope = '2026-01-05'; Severity = 'Critical'; State = 'Resolved'; Title = '2026-01-05 is complete'
                OpenedAt = '2026-01-05T12:03:00'; SeenAt = '2026-01-05T12:03:00' }
            Heads = 'Rule Severity State OpenedAt Title'; Row = 'DayIncomplete Critical Resolved 2026-01-05 12:03 2026-01-05 is complete' }
        @{ Type = 'AlertDelivery'
            Members = @{ MessageId = 'msg_1'; Channel = 'DingTalk'; Kind = 'Recovery'; Severity = 'Info'; State = 'Delivered'; Attempts = 2; Content = 'it works'
                CreatedAt = '2026-01-05T12:03:00'; NotBefore = '2026-01-05T12:03:00' }
            Heads = 'CreatedAt Channel Kind State Attempts Title'; Row = '2026-01-05 12:03 DingTalk Recovery Delivered 2 it works' }
        @{ Type = 'Bar'
            Members = @{ Code = '600519'; Exchange = 'SH'; Date = '2024-03-04'; Open = 1700.1; High = 1710; Low = 1690.1234; Close = 1699.99; Volume = 123456789012 }
            Heads = 'Code Date Open High Low Close Volume'; Row = '600519 2024-03-04 1700.10 1710.00 1690.1234 1699.99 123,456,789,012' }
        @{ Type = 'Stock'
            Members = @{ Code = '600519'; Exchange = 'SH'; Name = '贵州茅台'; ListedOn = '2001-08-27' }
            Heads = 'Code Exchange Name ListedOn DelistedOn IsListed'; Row = '600519 SH 贵州茅台 2001-08-27 True' }
        @{ Type = 'TradingDay'; Members = @{ Date = '2024-03-04'; IsTradingDay = $true }; Heads = 'Date IsTradingDay'; Row = '2024-03-04 True' }
        @{ Type = 'ConnectionCheck'
            Members = @{ Name = 'Database'; Target = 'SQLite /data/x.db'; IsOk = $true; LatencyMilliseconds = 12.345; Detail = 'fine' }
            Heads = 'Name IsOk LatencyMilliseconds Target Detail'; Row = 'Database True 12.3 SQLite /data/x.db fine' }
        @{ Type = 'DatabaseInfo'
            Members = @{ Kind = 'SQLite'; Target = 'x.db'; ServerVersion = '3'; SchemaVersion = 1; UpgradesApplied = 1; IsWritable = $true; SizeBytes = 123456 }
            Heads = 'Kind Target SchemaVersion UpgradesApplied IsWritable SizeBytes'; Row = 'SQLite x.db 1 1 True 123,456' }
        @{ Type = 'SyncSettingValue'
            Members = @{ Name = 'MaxRequestsPerSecond'; Value = '0'; Source = 'Default'; Variable = 'STOCKSYNC_MAX_REQUESTS_PER_SECOND'; Description = 'x' }
            Heads = 'Name Value Source Description'; Row = 'MaxRequestsPerSecond 0 Default x' }
    )
}

BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    Enter-Sandbox
    $views = ([xml] (Get-Content "$outFolder/StockSync/StockSync.Format.ps1xml" -Raw)).Configuration.ViewDefinitions.View

    function New-Record([string] $Type, [hashtable] $Members) {
        if ($Members['Content']) { $Members = $Members + @{}; $Members.Content = [StockSync.AlertContent]::new($Members.Content, [StockSync.AlertLine[]] @(), $null) }
        $Members -as "StockSync.$Type"
    }

    # What a terminal of 80 columns shows of a record.
    function Get-Line([string] $Type, [hashtable] $Members) {
        $record = New-Record $Type $Members
        Invoke-InCulture en-US { $record | Out-String -Stream -Width 80 } | ForEach-Object { $_ -replace '\x1b\[[\d;]*m' } | Where-Object { $_ }
    }

    # A Chinese character takes two columns.
    function Get-Width([string] $Line) { $Line.Length + [regex]::Matches($Line, '[\u2E80-\uFFFF]').Count }
}
AfterAll { Exit-Sandbox }

Describe 'The view of <Type>' -ForEach $records {
    It 'is a table that fits a narrow terminal' {
        $lines = Get-Line $Type $Members
        $lines | Should -HaveCount 3
        $lines[0].Trim() -replace ' +', ' ' | Should -BeExactly $Heads
        $lines[2].Trim() -replace ' +', ' ' | Should -BeExactly $Row
        $lines | ForEach-Object { Get-Width $_ } | Sort-Object -Bottom 1 | Should -BeLessOrEqual 80
    }

    It 'fits with long texts all the same' {
        $long = $Members + @{}
        foreach ($name in 'Reason', 'LastError', 'Note', 'Title', 'Content', 'Name', 'Target', 'Detail', 'Description', 'Value') {
            if ($long[$name]) { $long[$name] = '无法连接 cannot be reached ' * 20 }
        }
        Get-Line $Type $long | ForEach-Object { Get-Width $_ } | Sort-Object -Bottom 1 | Should -BeLessOrEqual 80
    }
}

Describe 'The views' {
    It 'show a plan as a list' {
        $lines = Get-Line SyncPlan @{
            Kind = 'Backfill'; From = '2024-01-01'; To = '2024-12-31'; Requests = 244; Minutes = 12.34; BudgetShare = 0.005; Reason = 'cheaper'
        }
        $words = $lines.Trim() -replace ' +', ' '
        $words | Should -Contain 'From : 2024-01-01'
        $words | Should -Contain 'Minutes : 12.3'
        $words -replace ' %', '%' | Should -Contain 'BudgetShare : 0.50%'
        $words | Should -Contain 'Reason : cheaper'
    }

    It 'are one for every record that a cmdlet emits' {
        $types = $views.ViewSelectedBy.TypeName
        $types | Select-Object -Unique | Should -HaveCount $views.Count
        $emitted = (Get-Command -Module StockSync -CommandType Cmdlet).OutputType.Name | Where-Object { $_ -like 'StockSync.*' } | Select-Object -Unique
        $emitted.Count | Should -BeGreaterThan 10
        $emitted | Should -BeIn $types
    }

    It 'name properties that there are, at most seven in a table, by their own names' {
        foreach ($view in $views) {
            $type = $view.ViewSelectedBy.TypeName
            $known = ($type -as [type]).GetProperties().Name
            $view.SelectNodes('.//PropertyName').InnerText | Should -BeIn $known
            $labels = $view.SelectNodes('.//Label').InnerText
            if ($view.ListControl) {
                # In a list only what needs a script has a label.
                @($view.SelectNodes('.//ListItem[ScriptBlock]/Label').InnerText) | Should -Be @($labels) -Because "the list of $type has them for scripts alone"
                $view.SelectNodes('.//ListItem[ScriptBlock][not(Label)]') | Should -HaveCount 0
                continue
            }
            $columns = $view.SelectNodes('.//TableColumnItem')
            $columns.Count | Should -BeIn (1..7) -Because "that fits for $type"
            # A column that needs a script is named by its label alone.
            for ($i = 0; $i -lt $columns.Count; $i++) { @($labels)[$i] | Should -BeExactly ($columns[$i].PropertyName ?? @($labels)[$i]) }
            @($labels) | Should -HaveCount $columns.Count
        }
    }
}
