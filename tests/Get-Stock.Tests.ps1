BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    Enter-Sandbox
    $market = Start-Market
}
AfterAll { Exit-Sandbox }

Describe 'Get-Stock' {
    BeforeEach { Use-NewDatabase }

    It 'emits the stock list, each code once' {
        $stocks = Get-Stock
        $stocks | Should -BeOfType StockSync.Stock
        $stocks | Should -HaveCount 20
        $stocks.Code | Should -Be @($stocks.Code | Sort-Object -Unique)
        ($stocks | Where-Object -Not IsListed).DelistedOn | Should -Not -BeNullOrEmpty
    }

    It 'takes <Name>' -ForEach @(
        @{ Name = 'a code'; Code = '600000'; Found = @('600000') }
        @{ Name = 'a code with its exchange'; Code = 'sh.600000'; Found = @('600000') }
        @{ Name = 'a number'; Code = 600000; Found = @('600000') }
        @{ Name = 'a number that has lost its zeros'; Code = 1; Found = @('000001') }
        @{ Name = 'several codes'; Code = '600000', 'SZ000001'; Found = @('000001', '600000') }
        @{ Name = 'a pattern of codes'; Code = '60000[01]'; Found = @('600000', '600001') }
        @{ Name = 'a pattern with the exchange'; Code = 'SH.688*'; Found = @('688001', '688002') }
    ) {
        (Get-Stock $Code).Code | Should -Be $Found
    }

    It 'takes names and patterns of them' {
        $one = Get-Stock 600000
        (Get-Stock -Name $one.Name).Code | Should -Contain '600000'
        (Get-Stock -Name "$($one.Name.Substring(0, 2))*").Code | Should -Contain '600000'
        Get-Stock -Name 'no such name*' | Should -BeNullOrEmpty
    }

    It 'asks the service again only with -Refresh' {
        $null = Initialize-SyncDatabase
        $null = Get-Stock
        $before = @(Get-MarketRequest $market).Count
        Get-Stock | Should -HaveCount 20
        Get-MarketRequest $market | Should -HaveCount $before
        Get-Stock -Refresh | Should -HaveCount 20
        @(Get-MarketRequest $market).Count | Should -BeGreaterThan $before
    }

    It 'creates no database' {
        Get-Stock | Should -HaveCount 20
        $env:STOCKSYNC_DATABASE | Should -Not -Exist
    }

    It 'says which codes it does not know and emits the others' {
        $stocks = Get-Stock 600000, 699999 -ErrorAction SilentlyContinue -ErrorVariable problems
        $stocks.Code | Should -Be '600000'
        $problems | Should -HaveCount 1
        Get-ErrorIdentity $problems[0] | Should -Be 'CodeUnknown,StockSync.Commands.GetStockCommand ObjectNotFound'
        $problems[0].TargetObject | Should -Be '699999'
    }

    It 'ends there with -ErrorAction Stop' {
        (Get-TerminatingError { Get-Stock 699999 -ErrorAction Stop }).FullyQualifiedErrorId | Should -Be 'CodeUnknown,StockSync.Commands.GetStockCommand'
    }

    It 'refuses <Name>' -ForEach @(
        @{ Name = 'the code of an index'; Code = 'sh.000001' }
        @{ Name = 'five digits'; Code = 60000 }
        @{ Name = 'text'; Code = 'bank' }
    ) {
        (Get-TerminatingError { Get-Stock $Code }).FullyQualifiedErrorId |
            Should -Be 'ParameterArgumentTransformationError,StockSync.Commands.GetStockCommand'
    }

    It 'ends with SourceUnreachable where nobody listens' {
        Get-ErrorIdentity (Get-TerminatingError { Get-Stock -Endpoint 127.0.0.1:1 }) |
            Should -Be 'SourceUnreachable,StockSync.Commands.GetStockCommand ConnectionError'
    }

    It 'gives stocks that Get-StockBar takes' {
        $null = Start-StockBackfill -From 2024-01-02 -To 2024-01-03
        Get-Stock 600000, 600001 | Get-StockBar | Should -HaveCount 4
    }
}
