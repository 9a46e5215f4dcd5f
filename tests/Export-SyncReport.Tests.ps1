BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    Enter-Sandbox
    # The ninth is a failed day, the sixteenth a partial one.
    $market = Start-Market -Fault '98:2024-01-09 x* drop', '98:2024-01-16 x* partial 0.5'
    Use-NewDatabase
    $null = Start-StockBackfill @january -Shape MarketDay -ErrorAction SilentlyContinue
}
AfterAll { Exit-Sandbox }

Describe 'Export-SyncReport' {
    It 'writes one page that tells of the copy' {
        Export-SyncReport "$TestDrive/report.html" -WarningAction Ignore | Should -BeNullOrEmpty
        # An HTML page that is well-formed XML, too.
        $page = [xml] (Get-Content "$TestDrive/report.html" -Raw)
        $page.html.lang | Should -BeExactly 'en'
        $page.html.body.main.header.div.h1 | Should -BeExactly 'StockSync report'
        $page.SelectNodes('//section[@id="Calendar"]//*[@class="ha"]/*[local-name()="title"]') | Should -HaveCount 20
        $page.SelectNodes('//section[@id="Runs"]//tbody/tr') | Should -HaveCount 1
        $page.SelectNodes('//script | //link | //img | //a') | Should -HaveCount 0
    }

    It 'writes it in Chinese' {
        Export-SyncReport "$TestDrive/zh.html" -Language zh-CN -WarningAction Ignore
        $page = [xml] (Get-Content "$TestDrive/zh.html" -Raw)
        $page.html.lang | Should -BeExactly 'zh-CN'
        $page.html.body.main.header.div.h1 | Should -BeExactly 'StockSync 同步报告'
    }

    It 'writes stocksync-report.html where PowerShell stands, and emits the file with -PassThru' {
        Push-Location $TestDrive
        try { $file = Export-SyncReport -PassThru -WarningAction Ignore } finally { Pop-Location }
        $file | Should -BeOfType IO.FileInfo
        $file.FullName | Should -Be ([IO.Path]::GetFullPath("$TestDrive/stocksync-report.html"))
        $file.Length | Should -BeGreaterThan 20000
    }

    It 'writes for its owner alone' -Skip:$IsWindows {
        Export-SyncReport "$TestDrive/owner.html" -WarningAction Ignore
        [IO.File]::GetUnixFileMode("$TestDrive/owner.html") | Should -Be ([IO.UnixFileMode] 'UserRead, UserWrite')
    }

    It 'replaces a file that exists, and leaves no other behind' {
        $folder = New-Item "$TestDrive/replaced" -ItemType Directory
        Set-Content "$folder/r.html" 'old'
        Export-SyncReport "$folder/r.html" -WarningAction Ignore
        Get-Content "$folder/r.html" -Raw | Should -BeLike '<!DOCTYPE html>*'
        Get-ChildItem $folder -Force | Should -HaveCount 1
    }

    It 'leaves a file that exists alone with -NoClobber, and one that is read-only without -Force' {
        Set-Content "$TestDrive/kept.html" 'old'
        $problem = Get-TerminatingError { Export-SyncReport "$TestDrive/kept.html" -NoClobber }
        Get-ErrorIdentity $problem | Should -Be 'FileInvalid,StockSync.Commands.ExportSyncReportCommand WriteError'
        (Get-Item "$TestDrive/kept.html").IsReadOnly = $true
        $problem = Get-TerminatingError { Export-SyncReport "$TestDrive/kept.html" }
        Get-ErrorIdentity $problem | Should -Be 'FileInvalid,StockSync.Commands.ExportSyncReportCommand WriteError'
        Get-Content "$TestDrive/kept.html" | Should -BeExactly 'old'
        Export-SyncReport "$TestDrive/kept.html" -Force -WarningAction Ignore
        Get-Content "$TestDrive/kept.html" -Raw | Should -BeLike '<!DOCTYPE html>*'
    }

    It 'writes nothing with -WhatIf' {
        Export-SyncReport "$TestDrive/unwanted.html" -WhatIf -PassThru | Should -BeNullOrEmpty
        "$TestDrive/unwanted.html" | Should -Not -Exist
    }

    It 'tells of a database without data, and does not make one' {
        Export-SyncReport "$TestDrive/empty.html" -Database "$TestDrive/none.db" -WarningAction Ignore
        Get-Content "$TestDrive/empty.html" -Raw | Should -BeLike '*This database contains no synchronized data yet.*'
        "$TestDrive/none.db" | Should -Not -Exist
    }

    It 'ends with FileInvalid for <Name>' -ForEach @(
        @{ Name = 'a folder that is not there'; Path = 'nowhere/r.html'; Category = 'WriteError' }
        @{ Name = 'a path that is not of the file system'; Path = 'Env:/r.html'; Category = 'InvalidArgument' }
    ) {
        $full = $Path -like 'Env:*' ? $Path : "$TestDrive/$Path"
        $problem = Get-TerminatingError { Export-SyncReport $full -WarningAction Ignore }
        Get-ErrorIdentity $problem | Should -Be "FileInvalid,StockSync.Commands.ExportSyncReportCommand $Category"
    }

    It 'refuses a language that there is not' {
        $problem = Get-TerminatingError { Export-SyncReport "$TestDrive/fr.html" -Language fr-FR }
        $problem.FullyQualifiedErrorId | Should -Be 'ParameterArgumentValidationError,StockSync.Commands.ExportSyncReportCommand'
    }
}
