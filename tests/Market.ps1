<#
Changes a market while it runs, between two commands of a test, for the suites that want to see the service err.

    BeforeAll { . "$PSScriptRoot/Common.ps1"; . "$PSScriptRoot/Market.ps1"; Enter-Sandbox; $market = Start-Market }
    AfterAll { Exit-Sandbox }

    Set-MarketView $market 'both 2024-01-31 share 0.5'
    Sync-StockDay 2024-01-31
    Set-MarketView $market

What the rules of views and faults may be is told by 'StockSync.MarketServer --help'.
#>

# One line for the server's standard input; an error where it answers anything but 'ok'.
function Send-MarketOrder($Server, [string] $Order) {
    $Server.Process.StandardInput.WriteLine($Order)
    $Server.Process.StandardInput.Flush()
    $reading = $Server.Process.StandardOutput.ReadLineAsync()
    if (-not $reading.Wait(30000)) { throw "The market server does not answer: $Order" }
    if ($reading.Result -ne 'ok') { throw "The market server answers '$($reading.Result)' to: $Order" }
}

# These views instead of all there are; without a rule the market shows itself as it is.
function Set-MarketView($Server, [string[]] $Rule = @()) {
    Send-MarketOrder $Server 'clear'
    Add-MarketView $Server $Rule
}

# Lays views over those there are.
function Add-MarketView($Server, [string[]] $Rule) {
    foreach ($text in $Rule) { Send-MarketOrder $Server "view $text" }
}

# These faults instead of all there are; without a rule nothing goes wrong any more.
function Set-MarketFault($Server, [string[]] $Rule = @()) {
    Send-MarketOrder $Server 'clear-faults'
    foreach ($text in $Rule) { Send-MarketOrder $Server "fault $text" }
}

# The last day that the market has published; without a day everything is.
function Set-MarketDay($Server, [string] $Day = '-') { Send-MarketOrder $Server "published-until $Day" }
