namespace OpenVinoFlow.Native.States;

/// <summary>A variable of a network whose reads and assignments were turned into an input and an output.</summary>
/// <param name="Name">The variable's id in the model file.</param>
/// <param name="ElementType">Type of its elements.</param>
/// <param name="Shape">Its shape, static or dynamic.</param>
/// <param name="InputName">Tensor name of the input that stands for the read.</param>
/// <param name="OutputName">Tensor name of the output that stands for the assignment; null when nothing assigns it.</param>
/// <param name="Constant">Its initial value where the model file has it as it is.</param>
/// <param name="InitialName">Tensor name of its initial value in the initial-value network, where it has to be computed.</param>
internal sealed record StateVariable(string Name, ElementType ElementType, PartialShape Shape, string InputName, string? OutputName, StateConstant? Constant, string? InitialName);

/// <summary>A value from a model file's weights.</summary>
/// <param name="Shape">Its shape.</param>
/// <param name="Content">Its bytes.</param>
internal sealed record StateConstant(Shape Shape, byte[] Content);
