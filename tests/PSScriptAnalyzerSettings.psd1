# Invoke-ScriptAnalyzer . -Recurse -Settings tests/PSScriptAnalyzerSettings.psd1
@{
    Severity     = 'Error', 'Warning'
    ExcludeRules = @(
        # Pester runs BeforeAll and BeforeEach in the scope of the tests: what is assigned there is used in other blocks.
        'PSUseDeclaredVarsMoreThanAssignments'
        # The helpers of the suite change servers, clocks and variables of the tests' own: nobody is asked before a test.
        'PSUseShouldProcessForStateChangingFunctions'
        # Parameters of a script are used in its functions, and those of a script block by whoever the block is handed to.
        'PSReviewUnusedParameter'
        # PowerShell 7 reads UTF-8 without a byte order mark, and git shows one as a change; names of stocks stand in the suite.
        'PSUseBOMForUnicodeEncodedFile'
    )
    Rules        = @{
        PSUseSingularNouns = @{
            Enable        = $true
            # No plural, but a name.
            NounAllowList = 'Postgres'
        }
    }
}
