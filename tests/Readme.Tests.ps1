BeforeDiscovery {
    $shown = foreach ($file in 'README.md', 'src/StockSync/Help/en-US/about_StockSync_Errors.help.txt', 'src/StockSync/Help/zh-CN/about_StockSync_Errors.help.txt') {
        # The first block that syncs and has a line of its own that ends the script.
        $blocks = (Get-Content "$PSScriptRoot/../$file" -Raw) -split '\r?\n\s*\r?\n'
        $block = @($blocks -match 'Sync-StockDay' -match '(?m)^ +exit ')[0]
        if (-not $block) { throw "$file shows no script with an exit code." }
        @{ File = $file; Recipe = $block }
    }
    # Files that show the same script are tested with it once.
    $recipes = $shown | Group-Object { $_.Recipe } -CaseSensitive | ForEach-Object { @{ File = $_.Group.File -join ' and '; Recipe = $_.Name } }
}

BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    . "$PSScriptRoot/Postgres.ps1"
    Enter-Sandbox
    Set-SandboxVariable STOCKSYNC_PUBLISH_TIME '00:00'
    # Whoever is down is waited for; here nobody has the time.
    Set-SandboxVariable STOCKSYNC_OUTAGE_BUDGET 1
    $today = [datetime]::UtcNow.AddHours(8).Date
    $recent = @{ From = $today.AddDays(-40).ToString('yyyy-MM-dd'); To = $today.ToString('yyyy-MM-dd') }
    $good = Start-Market @recent
    $banning = Start-Market @recent -Fault '00 x* error 10001011'
    $thin = Start-Market @recent -Fault '98 x* partial 0.2', '95 x* zero'
    $dropping = Start-Market @recent -Fault '98 x* drop', '95 x* drop'

    $reason = Get-PostgresSkipReason
    $server = $reason ? $null : (Start-Postgres)
    if ($server) { New-PostgresRole $server clerk right }

    # In a process of its own, as a scheduler would start it: the text as it stands in the file, with the module at hand.
    function Invoke-Recipe([string] $Text) {
        $path = "$TestDrive/recipe-$((++$sandbox.Files)).ps1"
        Set-Content $path "Import-Module '$outFolder/StockSync/StockSync.psd1'`n$Text"
        $PSNativeCommandUseErrorActionPreference = $false
        $output = & (Join-Path $PSHOME pwsh) -NoProfile -NonInteractive -File $path 2>&1
        [pscustomobject] @{ ExitCode = $LASTEXITCODE; Text = $output -join "`n" }
    }
}
AfterAll {
    if ($server) { Stop-Postgres $server }
    Exit-Sandbox
}

Describe 'The script of <File> ends with' -ForEach $recipes {
    BeforeEach {
        Use-NewDatabase
        Set-SandboxVariable STOCKSYNC_ENDPOINT $good.Endpoint
    }

    It '0 when the day is complete, the first time and when it was before' {
        $run = Invoke-Recipe $Recipe
        $run.ExitCode | Should -Be 0 -Because $run.Text
        (Get-SyncCheckpoint).Status | Select-Object -Unique | Should -Be 'Completed'
        (Invoke-Recipe $Recipe).ExitCode | Should -Be 0
    }

    It '0 when the market was closed' {
        $run = Invoke-Recipe $Recipe.Replace('Sync-StockDay', 'Sync-StockDay 2024-01-06')
        $run.ExitCode | Should -Be 0 -Because $run.Text
        Get-MarketRequest $good -ForBars | Where-Object from -EQ '2024-01-06' | Should -BeNullOrEmpty
    }

    It 'another code when the service is down' {
        Set-SandboxVariable STOCKSYNC_ENDPOINT '127.0.0.1:1'
        $run = Invoke-Recipe $Recipe
        $run.ExitCode | Should -Not -Be 0
        $run.Text | Should -BeLike '*127.0.0.1:1*' -Because 'whoever reads the log wants to know why'
    }

    It 'another code when the address is banned, also while the ban is only remembered' {
        Set-SandboxVariable STOCKSYNC_ENDPOINT $banning.Endpoint
        (Invoke-Recipe $Recipe).ExitCode | Should -Not -Be 0
        $before = @(Get-MarketRequest $banning).Count
        $run = Invoke-Recipe $Recipe
        $run.ExitCode | Should -Not -Be 0
        $run.Text | Should -BeLike "*$($banning.Endpoint)*"
        Get-MarketRequest $banning | Should -HaveCount $before
    }

    It 'another code when the password of the database is wrong, and 0 when it is right' {
        if ($reason) { Set-ItResult -Skipped -Because $reason }
        $uri = (New-PostgresDatabase $server).Replace('postgres@', 'clerk:<password>@')
        Set-SandboxVariable STOCKSYNC_DATABASE $uri.Replace('<password>', 'wrong')
        $run = Invoke-Recipe $Recipe
        $run.ExitCode | Should -Not -Be 0
        $run.Text | Should -BeLike '*password*'
        Set-SandboxVariable STOCKSYNC_DATABASE $uri.Replace('<password>', 'right')
        $run = Invoke-Recipe $Recipe
        $run.ExitCode | Should -Be 0 -Because $run.Text
    }

    It 'another code when the database cannot be used' {
        Set-Content $env:STOCKSYNC_DATABASE ('not a database ' * 100)
        (Invoke-Recipe $Recipe).ExitCode | Should -Not -Be 0
    }

    It 'another code when the day is <Status>' -ForEach @(
        @{ Status = 'Partial'; Market = 'thin' }
        @{ Status = 'Failed'; Market = 'dropping' }
    ) {
        Set-SandboxVariable STOCKSYNC_ENDPOINT (Get-Variable $Market -ValueOnly).Endpoint
        $run = Invoke-Recipe $Recipe
        $run.ExitCode | Should -Not -Be 0
        (Get-SyncCheckpoint)[-1].Status | Should -Be $Status -Because $run.Text
    }

    It 'another code when the module is not there' {
        (Invoke-Recipe "Remove-Module StockSync; `$PSModuleAutoLoadingPreference = 'None'`n$Recipe").ExitCode | Should -Not -Be 0
    }
}
