using OpenVinoFlow.Native.Interop;

namespace OpenVinoFlow.Native.States;

/// <summary>
/// The memory states of one request. Before an inference each variable's tensor is set as an input and a second one as the output; after a
/// success the two change places, so that nothing is copied. A failed or cancelled inference leaves the states as they were.
/// </summary>
internal sealed class RequestStates : IDisposable
{
    private readonly CompiledStates _states;
    private readonly Slot[] _slots;

    public RequestStates(CompiledStates states)
    {
        _states = states;
        _slots = [.. states.Variables.Select((variable, index) => new Slot(variable, states.InputIndexes[index], states.OutputIndexes[index]))];
    }

    public IReadOnlyList<StateVariable> Variables => _states.Variables;

    /// <summary>True between the start of an inference and the look at its status.</summary>
    public bool IsUnsettled { get; private set; }

    /// <summary>Sets the states on the request that is about to run.</summary>
    public void Apply(InferRequestHandle request, Func<string, Tensor> input)
    {
        foreach (Slot slot in _slots)
        {
            slot.Current ??= _states.InitialValue(slot.Variable, input);
            Status.Check(NativeMethods.ov_infer_request_set_input_tensor_by_index(request, (nuint)slot.Input, slot.Current.Handle), "set a memory state", slot.Variable.Name);
            if (slot.Output < 0 || slot.Variable.Shape.IsDynamic)
                continue;

            slot.Next ??= new Tensor(slot.Variable.ElementType, slot.Variable.Shape.ToShape());
            Status.Check(NativeMethods.ov_infer_request_set_output_tensor_by_index(request, (nuint)slot.Output, slot.Next.Handle), "set a memory state", slot.Variable.Name);
        }

        IsUnsettled = true;
    }

    /// <summary>Takes over what the inference assigned, if it succeeded.</summary>
    public void Settle(InferRequestHandle request, StatusCode status)
    {
        IsUnsettled = false;
        if (status != StatusCode.OK)
            return;

        foreach (Slot slot in _slots)
        {
            if (slot.Output >= 0)
                slot.Take(request);
        }
    }

    /// <summary>A copy of a state's value.</summary>
    public Tensor Get(int index) => _slots[index].Current is { } current ? CompiledStates.Copy(current) : _states.InitialValue(_slots[index].Variable, input: null);

    /// <summary>Replaces a state's value; the tensor becomes the request's.</summary>
    public void Set(int index, Tensor value) => _slots[index].Replace(value);

    /// <summary>Back to the initial value.</summary>
    public void Reset(int index) => _slots[index].Replace(null);

    public void Dispose()
    {
        foreach (Slot slot in _slots)
        {
            slot.Current?.Dispose();
            slot.Next?.Dispose();
        }
    }

    private sealed class Slot(StateVariable variable, int input, int output)
    {
        public StateVariable Variable { get; } = variable;

        public int Input { get; } = input;

        public int Output { get; } = output;

        /// <summary>The value; null stands for the initial one.</summary>
        public Tensor? Current { get; set; }

        /// <summary>Where the next inference assigns to, when the shape is static.</summary>
        public Tensor? Next { get; set; }

        public void Replace(Tensor? value)
        {
            Current?.Dispose();
            Current = value;
        }

        public void Take(InferRequestHandle request)
        {
            if (!Variable.Shape.IsDynamic)
            {
                (Current, Next) = (Next, Current);
                return;
            }

            Status.Check(NativeMethods.ov_infer_request_get_output_tensor_by_index(request, (nuint)Output, out TensorHandle handle), "read a memory state", Variable.Name);
            using Tensor assigned = Tensor.Adopt(handle);
            if (Current is { } current && current.Shape.Equals(assigned.Shape))
                assigned.AsSpan<byte>().CopyTo(current.AsSpan<byte>());
            else
                Replace(CompiledStates.Copy(assigned));
        }
    }
}
