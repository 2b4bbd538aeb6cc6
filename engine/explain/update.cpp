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
    double rate = settings.learning_rate;
    switch (settings.kind) {
        case Optimizer::Sgd:
            update.rate = static_cast<Scalar>(rate);
            update.step = -(update.rate * gradient);
            break;
        case Optimizer::Momentum:
            update.rate = static_cast<Scalar>(rate);
            after.first =
                static_cast<Scalar>(settings.momentum) * moments.first - update.rate * gradient;
            update.step = after.first;
            break;
        case Optimizer::Nesterov:
            update.rate = static_cast<Scalar>(rate);
            after.first =
                static_cast<Scalar>(settings.momentum) * moments.first - update.rate * gradient;
            update.step =
                static_cast<Scalar>(settings.momentum) * after.first - update.rate * gradient;
            break;
        case Optimizer::Adam:
            rate *= std::sqrt(1.0 - after.beta2_power) / (1.0 - after.beta1_power);
            update.rate = static_cast<Scalar>(rate);
            after.first = static_cast<Scalar>(settings.beta1) * moments.first +
                          static_cast<Scalar>(1.0 - settings.beta1) * gradient;
            after.second = static_cast<Scalar>(settings.beta2) * moments.second +
                           static_cast<Scalar>(1.0 - settings.beta2) * (gradient * gradient);
            update.step = -(update.rate * after.first /
                            (std::sqrt(after.second) + static_cast<Scalar>(settings.epsilon)));
            break;
    }
    update.after = parameter + update.step;  // w + (-s) is w - s, exactly
    return update;
}

template struct ParameterUpdate<float>;
template struct ParameterUpdate<double>;
template ParameterUpdate<float> update_of(const OptimizerSettings&, const Moments<float>&, float,
                                          float);
template ParameterUpdate<double> update_of(const OptimizerSettings&, const Moments<double>&, double,
                                           double);

}  // namespace nn
