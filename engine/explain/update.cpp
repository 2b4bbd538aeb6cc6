#include "engine/explain/update.h"

#include <cmath>

namespace nn {

template <class Scalar>
ParameterUpdate<Scalar> update_of(const OptimizerSettings& settings, const Moments<Scalar>& moments,
                                  Scalar parameter, Scalar gradient) {
    ParameterUpdate<Scalar> update{.before = parameter,
                                   .gradient = gradient,
                                   .moments_before = moments,
                                   .moments_after = moments};
    Moments<Scalar>& after = update.moments_after;
    ++after.steps;
    after.beta1_power *= settings.beta1;
    after.beta2_power *= settings.beta2;
    double rate = settings.learning_rate, epsilon = settings.epsilon;
    const double root_correction = std::sqrt(1.0 - after.beta2_power);
    if (has_betas(settings.kind)) rate *= root_correction / (1.0 - after.beta1_power);
    if (settings.kind == Optimizer::AdamW) {
        epsilon *= root_correction;
        update.kept =
            static_cast<Scalar>(1.0 - settings.learning_rate * settings.weight_decay) * parameter;
    } else {
        update.kept = parameter;
    }
    update.rate = static_cast<Scalar>(rate);
    update.epsilon = static_cast<Scalar>(epsilon);
    switch (settings.kind) {
        case Optimizer::Sgd:
            update.step = -(update.rate * gradient);
            break;
        case Optimizer::Momentum:
            after.first =
                static_cast<Scalar>(settings.momentum) * moments.first - update.rate * gradient;
            update.step = after.first;
            break;
        case Optimizer::Nesterov:
            after.first =
                static_cast<Scalar>(settings.momentum) * moments.first - update.rate * gradient;
            update.step =
                static_cast<Scalar>(settings.momentum) * after.first - update.rate * gradient;
            break;
        case Optimizer::Adam:
        case Optimizer::AdamW:
            after.first = static_cast<Scalar>(settings.beta1) * moments.first +
                          static_cast<Scalar>(1.0 - settings.beta1) * gradient;
            after.second = static_cast<Scalar>(settings.beta2) * moments.second +
                           static_cast<Scalar>(1.0 - settings.beta2) * (gradient * gradient);
            update.step = -(update.rate * after.first / (std::sqrt(after.second) + update.epsilon));
            break;
        case Optimizer::RmsProp:
            after.second = static_cast<Scalar>(settings.smoothing) * moments.second +
                           static_cast<Scalar>(1.0 - settings.smoothing) * (gradient * gradient);
            update.step = -(update.rate * gradient / (std::sqrt(after.second) + update.epsilon));
            break;
        case Optimizer::Adagrad:
            after.second = moments.second + gradient * gradient;
            update.step = -(update.rate * gradient / (std::sqrt(after.second) + update.epsilon));
            break;
    }
    update.after = update.kept + update.step;  // w + (-s) is w - s, exactly
    return update;
}

template struct ParameterUpdate<float>;
template struct ParameterUpdate<double>;
template ParameterUpdate<float> update_of(const OptimizerSettings&, const Moments<float>&, float,
                                          float);
template ParameterUpdate<double> update_of(const OptimizerSettings&, const Moments<double>&, double,
                                           double);

}  // namespace nn
