using BenchmarkDotNet.Running;
using OpenVinoFlow.Benchmarks.OnnxRuntime;
using OpenVinoFlow.Benchmarks.Preprocess;

switch (args)
{
    case ["preprocess", .. string[] options]:
        return PreprocessThroughput.Run(options);
    case ["decode-scale", .. string[] options]:
        return DecodeScaleEffect.Run(options);
    case ["onnx-loop", .. string[] options]:
        return PlainLoop.Run(options);
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
