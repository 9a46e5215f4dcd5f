# The full numbers of build.ps1 -Task Soak, as variables STOCKSYNC_TEST_...; one that is set already stays.
@{
    KILLS         = '1000'     # per store
    SESSION_KILLS = '100'      # of a PowerShell session, per store
    SEEDS         = '10000'    # of the simulation
    HISTORIES     = '500'      # over the wire, and forty times as many in memory
    MUTANTS       = '100000'   # damaged answers
    TEARS         = '500'      # of a write-ahead log
    STOPS         = '200'      # at random moments
    CONFLICTS     = '1000'     # between transactions
    TERMINATIONS  = '1000'     # of all sessions of a run
    RESTARTS      = '50'       # of a database server
    DATE_STEP     = '1'        # every day from 1990 to 2035
    SCHEDULES     = '20'       # of 400 days each
    BARS          = '15000000' # of the database whose health is asked for
    WAITS         = 'real'
}
