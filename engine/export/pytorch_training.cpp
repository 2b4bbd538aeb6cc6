#include "engine/export/pytorch_training.h"

#include "engine/export/python_text.h"

namespace nn {

bool is_scheduled(const ScheduleSettings& schedule) {
    const bool stands_still =
        schedule.kind == Schedule::Constant || schedule.kind == Schedule::Adaptive;
    return !stands_still || schedule.warm_up > 0.0;
}

template <class Scalar>
std::string schedule_python(const TrainedModel<Scalar>& model) {
    const ScheduleSettings& schedule = model.live.schedule;
    if (!is_scheduled(schedule)) return {};
    std::string constants = "RATE = " + number_python(model.live.optimizer.learning_rate) +
                            "\nEPOCHS_DONE = " + number_python(model.epochs) + "\n";
    std::string rate = "RATE";
    switch (schedule.kind) {
        case Schedule::Constant:
            break;
        case Schedule::Step:
            rate = "RATE * RATE_FACTOR ** int(spans)";
            break;
        case Schedule::Cosine:
            rate =
                "RATE * (RATE_FACTOR + (1 - RATE_FACTOR) * (1 + math.cos(math.pi * min(spans, 1))) "
                "/ 2)";
            break;
        case Schedule::InverseScaling:
            rate = "RATE / (int(epochs) * samples + 1) ** RATE_POWER";
            constants += "RATE_POWER = " + number_python(schedule.power) + "\n";
            break;
        case Schedule::Adaptive:
            rate = number_python(model.learning_rate);
            break;
    }
    std::string spans, warm_up;
    if (schedule.kind == Schedule::Step || schedule.kind == Schedule::Cosine) {
        constants += "RATE_SPAN = " + std::to_string(schedule.epochs) +
                     "  # epochs\nRATE_FACTOR = " + number_python(schedule.factor) + "\n";
        spans = schedule.warm_up > 0.0 ? "    spans = max(epochs - WARM_UP, 0) / RATE_SPAN\n"
                                       : "    spans = epochs / RATE_SPAN\n";
    }
    if (schedule.warm_up > 0.0) {
        constants += "WARM_UP = " + number_python(schedule.warm_up) + "  # epochs\n";
        warm_up = "    rate *= min((epochs + 1 / math.ceil(samples / BATCH)) / WARM_UP, 1)\n";
    }
    return constants +
           "\n\ndef learning_rate(epochs, samples):\n"
           "    \"\"\"Of the update that follows so many epochs of so many samples.\"\"\"\n" +
           spans + "    rate = " + rate + "\n" + warm_up + "    return rate\n\n\n";
}

std::string optimizer_python(const OptimizerSettings& settings, double learning_rate) {
    const std::string rate = "lr=" + number_python(learning_rate);
    // PyTorch refuses Nesterov's rule without momentum; the two rules are one there.
    const bool is_nesterov = settings.kind == Optimizer::Nesterov && settings.momentum > 0.0;
    switch (settings.kind) {
        case Optimizer::Sgd:
            return "torch.optim.SGD(model.parameters(), " + rate + ")";
        case Optimizer::Momentum:
        case Optimizer::Nesterov:
            return "torch.optim.SGD(model.parameters(), " + rate +
                   ", momentum=" + number_python(settings.momentum) +
                   (is_nesterov ? ", nesterov=True)" : ")");
        case Optimizer::Adam:
            return "torch.optim.Adam(\n        model.parameters(), " + rate + ", betas=(" +
                   number_python(settings.beta1) + ", " + number_python(settings.beta2) +
                   "), eps=" + number_python(settings.epsilon) + "\n    )";
        case Optimizer::AdamW:
            return "torch.optim.AdamW(\n        [\n"
                   "            {\"params\": [layer.weight for layer in linear_layers(model)]},\n"
                   "            {\"params\": [layer.bias for layer in linear_layers(model)], "
                   "\"weight_decay\": 0.0},\n        ],\n        " +
                   rate + ", betas=(" + number_python(settings.beta1) + ", " +
                   number_python(settings.beta2) + "), eps=" + number_python(settings.epsilon) +
                   ", weight_decay=" + number_python(settings.weight_decay) + "\n    )";
        case Optimizer::RmsProp:
            return "torch.optim.RMSprop(\n        model.parameters(), " + rate +
                   ", alpha=" + number_python(settings.smoothing) +
                   ", eps=" + number_python(settings.epsilon) + "\n    )";
        case Optimizer::Adagrad:
            return "torch.optim.Adagrad(model.parameters(), " + rate +
                   ", eps=" + number_python(settings.epsilon) + ")";
    }
    return {};
}

std::string train_python(const LiveSettings& live, bool is_regression) {
    const std::string score = is_regression ? "r2" : "accuracy",
                      title = is_regression ? "R2" : "accuracy";
    const std::string_view score_function = is_regression ? R"(
def r2(model, X, y):
    """The coefficient of determination, R²."""
    errors = answers(model, X).squeeze(1) - y
    return 1 - ((errors**2).double().sum() / ((y - y.mean()) ** 2).double().sum()).item()
)"
                                                          : R"(
def accuracy(model, X, y):
    return (answers(model, X).argmax(1) == y).double().mean().item()
)";
    const std::string note = live.augmentation.is_on()
                                 ? "\n# So far each sample was varied at random each time it was "
                                   "trained on; from here on\n"
                                   "# the samples are trained on as they are.\n"
                                 : "";
    const bool has_schedule = is_scheduled(live.schedule);
    const std::string clip =
        live.clip_norm > 0.0
            ? "            nn.utils.clip_grad_norm_(model.parameters(), CLIP_NORM)\n"
            : "";
    const std::string head = has_schedule ? R"(
def train(model, optimizer, X, y, epochs, done=EPOCHS_DONE):
    """Goes on training after so many epochs; gives the mean loss of each."""
    curve = []
    for epoch in range(epochs):
        model.train()
        total = 0.0
        for step, batch in enumerate(torch.randperm(len(y)).split(BATCH)):
            for group in optimizer.param_groups:
                group["lr"] = learning_rate(done + epoch + step * BATCH / len(y), len(y))
)"
                                          : R"(
def train(model, optimizer, X, y, epochs):
    """Goes on training; gives the mean loss of each epoch."""
    curve = []
    for _ in range(epochs):
        model.train()
        total = 0.0
        for batch in torch.randperm(len(y)).split(BATCH):
)";
    return note + head + R"(            loss = objective(model, X[batch], y[batch])
            optimizer.zero_grad()
            loss.backward()
)" + clip + R"(            optimizer.step()
            total += loss.item() * len(batch)
        curve.append(total / len(y))
    return curve

)" + std::string(score_function) +
           R"(

if __name__ == "__main__":
    epochs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    X, X_test, y, y_test = samples()
    X, X_test = torch.tensor(scaled(X)), torch.tensor(scaled(X_test))
    y, y_test = torch.tensor(y), torch.tensor(y_test)
    model = build()
    print(f"as exported: test )" +
           title + " {" + score + R"((model, X_test, y_test):.4f}")
    torch.manual_seed(SEED)
    optimizer = make_optimizer(model)
    for epoch in range(1, epochs + 1):
        (loss,) = train(model, optimizer, X, y, 1)" +
           std::string(has_schedule ? ", EPOCHS_DONE + epoch - 1)" : ")") + R"(
        print(f"epoch {epoch}: loss {loss:.4f}, test )" +
           title + " {" + score + R"((model, X_test, y_test):.4f}")
)";
}

template std::string schedule_python(const TrainedModel<float>&);
template std::string schedule_python(const TrainedModel<double>&);

}  // namespace nn
