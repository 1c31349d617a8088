using BenchmarkDotNet.Running;
using OpenVinoFlow.Benchmarks.Preprocess;

if (args is ["preprocess", .. string[] options])
    return PreprocessThroughput.Run(options);

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
