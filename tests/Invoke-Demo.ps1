# What build.ps1 -Task Demo shows: a made-up market on this machine, a backfill into SQLite, and what it left.
param(
    # The manifest of the module.
    [Parameter(Mandatory)] [string] $Module,
    # The assembly of the market server.
    [Parameter(Mandatory)] [string] $Server,
    # Where its files go: there is such a folder.
    [Parameter(Mandatory)] [string] $Folder
)

function Write-Step([string] $Text) { Write-Information "==> $Text" }

$range = @{ From = '2024-01-02'; To = '2024-04-12' }
$store = @{ Database = "$Folder/stocksync.db" }

Write-Step "A made-up market of 560 stocks, more than 500 of them listed on any day, $($range.From) to $($range.To), on this machine"
$words = $Server, '--stop-with-stdin', '--stocks', '560', '--from', $range.From, '--to', $range.To
$start = [Diagnostics.ProcessStartInfo]::new('dotnet', [string[]] $words)
# It ends with its standard input, that is with this process, whatever becomes of it.
$start.RedirectStandardInput = $start.RedirectStandardOutput = $true
$process = [Diagnostics.Process]::Start($start)
try {
    $line = $process.StandardOutput.ReadLine()
    if ($line -notmatch '^listening on (?<endpoint>.+)$') { throw "The market server did not start: $line" }
    Import-Module $Module -Force

    Write-Step 'Start-StockBackfill'
    $days = @(Start-StockBackfill @range @store -Endpoint $Matches.endpoint)
    $days | Group-Object Status | Format-Table Count, Name | Out-Host

    Write-Step 'Get-SyncCheckpoint: the first and the last three days'
    $checkpoint = @(Get-SyncCheckpoint @range @store)
    $checkpoint | Select-Object -First 3 -Last 3 | Out-Host

    Write-Step 'What the run took'
    $run = Get-SyncRun @store | Sort-Object StartedAt -Descending | Select-Object -First 1
    $seconds = $run.Duration.TotalSeconds
    $complete = @($checkpoint | Where-Object Status -EQ 'Completed').Count
    [pscustomobject] @{
        'Days complete'       = "$complete of $($checkpoint.Count)"
        'Rows'                = ($days | Measure-Object Inserted -Sum).Sum
        'Requests'            = $run.Requests
        'Received'            = '{0:n1} MB' -f ($run.BytesIn / 1MB)
        'Seconds'             = '{0:n1}' -f $seconds
        'Requests per second' = '{0:n1}' -f ($run.Requests / [math]::Max($seconds, 0.001))
    } | Format-List | Out-Host

    $stock = Get-Stock @store | Select-Object -First 1
    Write-Step "Get-StockBar: the last five days of $($stock.Code) $($stock.Name)"
    Get-StockBar -Code $stock.Code @range @store | Select-Object -Last 5 | Format-Table | Out-Host

    Write-Step 'Get-SyncHealth, and Export-SyncReport'
    # A made-up market of the past: how fresh it is says nothing, so only what was counted is shown.
    Get-SyncHealth @store | Format-List SuccessRate, TotalRuns, TotalRows, Durations, FailedStocks, Source, Database, Checkpoint | Out-Host
    Export-SyncReport "$Folder/report.html" @store -Force
    Write-Information 'out/demo/report.html: open it in a browser'

    $open = @($days | Where-Object Status -NE 'Completed')
    if ($days.Count -eq 0 -or $open.Count -gt 0) { throw "$($open.Count) of $($days.Count) days are not complete." }
}
finally {
    $process.StandardInput.Close()
    if (-not $process.WaitForExit(10000)) { $process.Kill() }
}

Write-Information @'
All days are complete. The real thing, from baostock into your own database:

    Import-Module ./out/StockSync
    Start-StockBackfill -Days 365                                        # into a SQLite file in your data directory
    Start-StockBackfill -Days 365 -Database 'postgresql://user:password@host/database'
    Get-FailedStock | Retry-FailedStock                                  # what didn't come the first time
    Sync-StockDay                                                        # every trading day after 17:30 Beijing time
'@
