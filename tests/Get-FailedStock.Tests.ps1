BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    Enter-Sandbox
    $market = Start-Market
    # Two stocks that fail for different reasons, and a whole market day.
    $stocks = Start-Market -Fault '95:sh.600000 x* drop', '95:sz.000001 x* error 10005001'
    $day = Start-Market -Fault '98:2024-01-09 x* drop'
    Use-NewDatabase
    $null = Start-StockBackfill -From 2024-01-02 -To 2024-01-05 -Shape StockRange -Endpoint $stocks.Endpoint -ErrorAction SilentlyContinue
    $null = Sync-StockDay 2024-01-09 -Endpoint $day.Endpoint -ErrorAction SilentlyContinue
    $filled = $env:STOCKSYNC_DATABASE
}
AfterAll { Exit-Sandbox }

Describe 'Get-FailedStock' {
    BeforeEach { Set-SandboxVariable STOCKSYNC_DATABASE $filled }

    It 'emits each open failure once, with its range, its reason and its tries' {
        $failures = Get-FailedStock
        $failures | Should -BeOfType StockSync.FailedStock
        $failures.Code | Sort-Object | Should -Be '*', '000001', '600000'
        $one = $failures | Where-Object Code -EQ '600000'
        "$($one.From.ToString('yyyy-MM-dd'))..$($one.To.ToString('yyyy-MM-dd'))" | Should -Be '2024-01-02..2024-01-05'
        $one.Reason | Should -Be 'SourceDisconnected'
        $one.Attempts | Should -Be 6
        $one.RunId | Should -BeIn (Get-SyncRun).RunId
    }

    It 'tells in State and Since what a failure is, and lists nothing else with -All where nothing is absent' {
        (Get-FailedStock).State | Select-Object -Unique | Should -Be 'Failed'
        (Get-FailedStock 600000).Since | Should -Be ([datetimeoffset]::UtcNow.ToOffset('08:00').Date)
        (Get-FailedStock -All).Code | Should -Be (Get-FailedStock).Code
    }

    It 'takes codes in any form, and patterns' {
        (Get-FailedStock SH600000).Code | Should -Be '600000'
        (Get-FailedStock sz.*).Code | Should -Be '000001'
        (Get-FailedStock -Code 60*, 000001).Code | Sort-Object | Should -Be '000001', '600000'
        Get-FailedStock 688* | Should -BeNullOrEmpty
    }

    It 'takes reasons, and patterns of them' {
        (Get-FailedStock -Reason SourceDisconnected).Code | Sort-Object | Should -Be '*', '600000'
        Get-FailedStock -Reason Source* | Should -HaveCount 3
        Get-FailedStock -Reason Store* | Should -BeNullOrEmpty
    }

    It 'feeds Retry-FailedStock: <Name>' -ForEach @(
        @{ Name = 'as objects'; Script = { Get-FailedStock | Retry-FailedStock } }
        @{ Name = 'by way of CSV'; Script = {
                Get-FailedStock | Export-Csv "$TestDrive/failed.csv"
                Import-Csv "$TestDrive/failed.csv" | Retry-FailedStock
            } }
        @{ Name = 'by way of JSON'; Script = {
                Get-FailedStock | ConvertTo-Json | Set-Content "$TestDrive/failed.json"
                Get-Content "$TestDrive/failed.json" -Raw | ConvertFrom-Json | Retry-FailedStock
            } }
        @{ Name = 'by way of CLIXML'; Script = {
                Get-FailedStock | Export-Clixml "$TestDrive/failed.xml"
                Import-Clixml "$TestDrive/failed.xml" | Retry-FailedStock
            } }
        @{ Name = 'out of a job'; Script = {
                $module = (Get-Module StockSync).ModuleBase
                Start-ThreadJob { Import-Module $using:module; Get-FailedStock } | Receive-Job -Wait -AutoRemoveJob | Retry-FailedStock
            } }
    ) {
        $copy = New-DatabasePath
        Copy-Item $filled $copy
        Set-SandboxVariable STOCKSYNC_DATABASE $copy
        $days = & $Script
        $days.Date.Day | Sort-Object | Should -Be 2, 3, 4, 5, 9
        $days.Status | Select-Object -Unique | Should -Be 'Completed'
        Get-FailedStock | Should -BeNullOrEmpty
    }

    It 'emits nothing for a database that is not there, and does not create it' {
        Use-NewDatabase
        Get-FailedStock | Should -BeNullOrEmpty
        $env:STOCKSYNC_DATABASE | Should -Not -Exist
    }

    It 'refuses what is no code' {
        (Get-TerminatingError { Get-FailedStock 12345678 }).FullyQualifiedErrorId |
            Should -Be 'ParameterArgumentTransformationError,StockSync.Commands.GetFailedStockCommand'
    }

    It 'ends with DatabaseInvalid for a text that names no database' {
        Get-ErrorIdentity (Get-TerminatingError { Get-FailedStock -Database 'mysql://host/db' }) |
            Should -Be 'DatabaseInvalid,StockSync.Commands.GetFailedStockCommand InvalidArgument'
    }
}
