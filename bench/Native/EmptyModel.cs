using OpenVinoFlow.Native;

namespace OpenVinoFlow.Benchmarks.Native;

/// <summary>A network that does next to nothing, so that what is measured is the way to it and back.</summary>
internal static class EmptyModel
{
    private const string Description = """
        <?xml version="1.0"?>
        <net name="empty" version="11">
          <layers>
            <layer id="0" name="x" type="Parameter" version="opset1"><data shape="1,4" element_type="f32"/><output><port id="0" precision="FP32" names="x"><dim>1</dim><dim>4</dim></port></output></layer>
            <layer id="1" name="relu" type="ReLU" version="opset1"><input><port id="0" precision="FP32"><dim>1</dim><dim>4</dim></port></input><output><port id="1" precision="FP32" names="y"><dim>1</dim><dim>4</dim></port></output></layer>
            <layer id="2" name="result" type="Result" version="opset1"><input><port id="0" precision="FP32"><dim>1</dim><dim>4</dim></port></input></layer>
          </layers>
          <edges>
            <edge from-layer="0" from-port="0" to-layer="1" to-port="0"/>
            <edge from-layer="1" from-port="1" to-layer="2" to-port="0"/>
          </edges>
        </net>
        """;

    public static CompiledModel Compile(Core core)
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.xml");
        File.WriteAllText(path, Description);
        try
        {
            using Model model = core.ReadModel(path);
            return core.CompileModel(model, "CPU", new Dictionary<string, string> { ["PERFORMANCE_HINT"] = "LATENCY", ["NUM_STREAMS"] = "1" });
        }
        finally
        {
            File.Delete(path);
        }
    }
}
