namespace StockSync.Module.Tests.Secrets;

/// <summary>What every cmdlet is asked for while secrets are in every slot; in an order in which each finds what it works on.</summary>
static class CanaryCases
{
    public static readonly IReadOnlyList<(string Cmdlet, string[] Scripts)> All =
    [
        ("Get-SyncConfiguration", ["Get-SyncConfiguration", "Get-SyncConfiguration -Profile nowhere"]),
        ("Set-SyncConfiguration",
        [
            "Set-SyncConfiguration DailyBudget 30000 -PassThru",
            "Set-SyncConfiguration ApiKey $secret_",
            "Set-SyncConfiguration Database \"postgresql://u:$secret_@h/d\"",
        ]),
        ("Initialize-SyncDatabase", ["Initialize-SyncDatabase -WhatIf", "Initialize-SyncDatabase"]),
        ("Test-SyncConnection", ["Test-SyncConnection", "Test-SyncConnection -Quiet"]),
        ("Start-StockBackfill", ["Start-StockBackfill -From 2024-01-02 -To 2024-01-05 -WhatIf", "Start-StockBackfill -From 2024-01-02 -To 2024-01-05"]),
        ("Sync-StockDay", ["Sync-StockDay 2024-01-08"]),
        ("Get-FailedStock", ["Get-FailedStock", "Get-FailedStock -All"]),
        ("Resolve-DataIssue", ["Resolve-DataIssue 2024-01-08 -Note \"because of $secret_\""]),
        ("Resume-FailedStock", ["Resume-FailedStock"]),
        ("Get-SyncCheckpoint", ["Get-SyncCheckpoint"]),
        ("Export-SyncCheckpoint", ["Export-SyncCheckpoint c.json -PassThru"]),
        ("Import-SyncCheckpoint", ["Import-SyncCheckpoint given.json"]),
        ("Clear-SyncCheckpoint", ["Clear-SyncCheckpoint -From 2024-01-02 -To 2024-01-02 -Force"]),
        ("Get-Stock", ["Get-Stock", "Get-Stock -Refresh"]),
        ("Get-StockBar", ["Get-StockBar -From 2024-01-03 -To 2024-01-03"]),
        ("Get-TradingDay", ["Get-TradingDay -From 2024-01-02 -To 2024-01-05"]),
        ("Register-SyncSchedule", ["Register-SyncSchedule -Scheduler Cron -WhatIf", "Register-SyncSchedule -Scheduler Cron"]),
        ("Get-SyncSchedule", ["Get-SyncSchedule"]),
        ("Invoke-SyncSchedule", ["Invoke-SyncSchedule"]),
        ("Send-SyncAlert", ["Send-SyncAlert -Test", "Send-SyncAlert"]),
        ("Get-SyncAlert", ["Get-SyncAlert", "Get-SyncAlert -Outbox"]),
        ("Get-SyncRun", ["Get-SyncRun"]),
        ("Get-SyncHealth",
        [
            "Get-SyncHealth", "Get-SyncHealth -AsExitCode", "Get-SyncHealth -AsPrometheus -Path health.prom", "Get-SyncHealth -Alert",
        ]),
        ("Export-SyncReport", ["Export-SyncReport report.html -PassThru"]),
        ("Show-SyncReport", ["Show-SyncReport shown.html"]),
        ("Unregister-SyncSchedule", ["Unregister-SyncSchedule", "Unregister-SyncSchedule nowhere"]),
    ];
}
