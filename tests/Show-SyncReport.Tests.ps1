BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    Enter-Sandbox
    # Somebody else's screen is none of ours.
    foreach ($name in 'DISPLAY', 'WAYLAND_DISPLAY', 'BROWSER', 'WSL_DISTRO_NAME') { Set-SandboxVariable $name $null }
    Set-SandboxVariable XDG_STATE_HOME "$TestDrive/state"
    Use-NewDatabase
}
AfterAll { Exit-Sandbox }

Describe 'Show-SyncReport' -Skip:(-not $IsLinux) {
    BeforeAll {
        # In place of the system's opener: notes what it is asked to open.
        $programs = New-Item "$TestDrive/programs" -ItemType Directory
        Set-Content "$programs/xdg-open" "#!/bin/sh`nprintf '%s' `"`$1`" > '$TestDrive/opened'`nexit `${OPENER_EXIT:-0}"
        chmod +x "$programs/xdg-open"
        Set-SandboxVariable PATH "$programs$([IO.Path]::PathSeparator)$env:PATH"
    }
    BeforeEach {
        Remove-Item "$TestDrive/opened" -ErrorAction Ignore
        Set-SandboxVariable DISPLAY ':7'
        Set-SandboxVariable OPENER_EXIT $null
    }

    It 'writes the report to the state directory, opens it and emits the file' {
        $file = Show-SyncReport -WarningAction Ignore
        $file.FullName | Should -Be ([IO.Path]::GetFullPath("$TestDrive/state/stocksync/report.html"))
        Get-Content $file -Raw | Should -BeLike '<!DOCTYPE html>*'
        Get-Content "$TestDrive/opened" -Raw | Should -BeExactly $file.FullName
        [IO.File]::GetUnixFileMode($file.Directory.FullName) | Should -Be ([IO.UnixFileMode] 'UserRead, UserWrite, UserExecute')
    }

    It 'writes to a place of your own, in a language of your own' {
        $file = Show-SyncReport "$TestDrive/here.html" -Language zh-CN -WarningAction Ignore
        Get-Content "$TestDrive/opened" -Raw | Should -BeExactly $file.FullName
        Get-Content $file -Raw | Should -BeLike '*lang="zh-CN"*'
    }

    It 'writes and emits the file where there is no screen, and says so' {
        Set-SandboxVariable DISPLAY $null
        $file = Show-SyncReport -WarningAction Ignore -ErrorAction SilentlyContinue -ErrorVariable problem
        $file.FullName | Should -Exist
        Get-ErrorIdentity $problem[0] | Should -Be 'BrowserMissing,StockSync.Commands.ShowSyncReportCommand ObjectNotFound'
        $problem[0].TargetObject | Should -Be $file.FullName
        "$TestDrive/opened" | Should -Not -Exist
    }

    It 'says so where the opener finds nothing to open it with' {
        Set-SandboxVariable OPENER_EXIT '3'
        $null = Show-SyncReport -WarningAction Ignore -ErrorAction SilentlyContinue -ErrorVariable problem
        Get-ErrorIdentity $problem[0] | Should -Be 'BrowserMissing,StockSync.Commands.ShowSyncReportCommand ObjectNotFound'
        "$($problem[0])" | Should -BeLike '*ended with 3*'
    }

    It 'does nothing with -WhatIf' {
        Show-SyncReport "$TestDrive/unwanted.html" -WhatIf | Should -BeNullOrEmpty
        "$TestDrive/unwanted.html" | Should -Not -Exist
        "$TestDrive/opened" | Should -Not -Exist
    }
}
