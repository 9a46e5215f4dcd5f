BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    . "$PSScriptRoot/Market.ps1"
    Enter-Sandbox
    $market = Start-Market

    # No database knows the days, so each call asks the market.
    function Get-OpenDay { (Get-TradingDay 2024-01-08 2024-01-11).Date.Day }
}
AfterAll { Exit-Sandbox }

Describe 'A market that is changed while it runs' {
    BeforeEach { Use-NewDatabase; Set-MarketView $market }

    It 'shows itself through the views it was started with' {
        $server = Start-Market -Option '--view', 'calendar closed 2024-01-09'
        (Get-TradingDay 2024-01-08 2024-01-11 -Endpoint $server.Endpoint).Date.Day | Should -Be 8, 10, 11
    }

    It 'shows itself through the views that are set, and as it is without' {
        Get-OpenDay | Should -Be 8, 9, 10, 11
        Set-MarketView $market 'calendar closed 2024-01-09', 'calendar closed 2024-01-11'
        Get-OpenDay | Should -Be 8, 10
        Set-MarketView $market 'calendar closed 2024-01-08'
        Add-MarketView $market 'calendar closed 2024-01-10'
        Get-OpenDay | Should -Be 9, 11
    }

    It 'has the faults that are set, and none without' {
        Set-MarketFault $market '33 x* error 10004012'
        $null = Get-TerminatingError { Get-OpenDay }
        Set-MarketFault $market
        Get-OpenDay | Should -Be 8, 9, 10, 11
    }

    It 'has published the days up to the one that is set' {
        Set-MarketDay $market 2024-01-02
        (Get-Stock).ListedOn | Sort-Object -Bottom 1 | Should -BeLessOrEqual ([datetime] '2024-01-02')
        Set-MarketDay $market
        Use-NewDatabase
        (Get-Stock).ListedOn | Sort-Object -Bottom 1 | Should -BeGreaterThan ([datetime] '2024-01-02')
    }

    It 'refuses a rule that it does not understand, and goes on' {
        { Set-MarketView $market 'calendar shut 2024-01-09' } | Should -Throw "*'shut' is not closed, open or until*"
        Get-OpenDay | Should -Be 8, 9, 10, 11
    }
}
