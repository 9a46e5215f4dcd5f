// Environment, culture and the default load context belong to the process; a hosted runspace is cheap enough to take turns.
[assembly: Xunit.CollectionBehavior(DisableTestParallelization = true)]
