using Xunit.Sdk;
using Xunit.v3;

// Tests measure memory, count callbacks and use all cores: one at a time.
[assembly: Parallelization(Mode = ParallelMode.None)]
