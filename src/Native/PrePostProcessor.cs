using OpenVinoFlow.Native.Interop;

namespace OpenVinoFlow.Native;

/// <summary>
/// Adds preprocessing to a model so that it runs inside the compiled graph: describe each input's tensor, list the steps, then
/// <see cref="Build"/>. Not thread-safe.
/// </summary>
/// <example>
/// <code>
/// using var processor = new PrePostProcessor(model);
/// processor.Input(0)
///     .TensorElementType(ElementType.U8).TensorLayout("NHWC").ModelLayout("NCHW")
///     .ConvertElementType(ElementType.F32).Mean(127).Scale(128);
/// using Model ready = processor.Build();
/// </code>
/// </example>
public sealed class PrePostProcessor : IDisposable
{
    private readonly Model _model;
    private readonly PrePostProcessorHandle _handle;
    private readonly Dictionary<int, InputPreprocessing> _inputs = [];
    private readonly Dictionary<int, OutputPostprocessing> _outputs = [];

    /// <summary>Starts on a model, which <see cref="Build"/> will change.</summary>
    public PrePostProcessor(Model model)
    {
        ArgumentNullException.ThrowIfNull(model);
        _model = model;
        Status.Check(NativeMethods.ov_preprocess_prepostprocessor_create(model.Handle, out _handle), "start preprocessing");
    }

    /// <summary>Preprocessing of one input.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such input.</exception>
    public InputPreprocessing Input(int index)
    {
        if (_inputs.TryGetValue(index, out InputPreprocessing? known))
            return known;

        IReadOnlyList<Port> ports = _model.Inputs;
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, ports.Count);
        Status.Check(NativeMethods.ov_preprocess_prepostprocessor_get_input_info_by_index(_handle, (nuint)ports[index].NativeIndex, out InputInfoHandle info), "reach an input's preprocessing");
        return _inputs[index] = new InputPreprocessing(info, ports[index]);
    }

    /// <summary>Preprocessing of one input.</summary>
    /// <exception cref="ArgumentException">There is no input of that name.</exception>
    public InputPreprocessing Input(string name) => Input(_model.FindInput(name).Index);

    /// <summary>Postprocessing of one output.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such output.</exception>
    public OutputPostprocessing Output(int index)
    {
        if (_outputs.TryGetValue(index, out OutputPostprocessing? known))
            return known;

        IReadOnlyList<Port> ports = _model.Outputs;
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, ports.Count);
        Status.Check(NativeMethods.ov_preprocess_prepostprocessor_get_output_info_by_index(_handle, (nuint)ports[index].NativeIndex, out OutputInfoHandle info), "reach an output's postprocessing");
        return _outputs[index] = new OutputPostprocessing(info);
    }

    /// <summary>Postprocessing of one output.</summary>
    /// <exception cref="ArgumentException">There is no output of that name.</exception>
    public OutputPostprocessing Output(string name) => Output(_model.FindOutput(name).Index);

    /// <summary>
    /// Applies everything. The model given to the constructor is changed in place; the result is a second handle to the same model, and
    /// both are to be disposed.
    /// </summary>
    /// <exception cref="OpenVinoException">The steps do not fit the model: the text says which and why.</exception>
    public Model Build()
    {
        Status.Check(NativeMethods.ov_preprocess_prepostprocessor_build(_handle, out ModelHandle built), "build the preprocessing");
        _model.Recipe = null;
        return new Model(built) { States = _model.States, StateRefusal = _model.StateRefusal };
    }

    /// <summary>Frees the native builder; models built from it stay.</summary>
    public void Dispose()
    {
        foreach (InputPreprocessing input in _inputs.Values)
            input.Dispose();

        foreach (OutputPostprocessing output in _outputs.Values)
            output.Dispose();

        _handle.Dispose();
    }
}
