#include "web/panels/strings.h"

#include "engine/session/property.h"

namespace nn::ui {

namespace {

bool chinese = false;

struct ChineseProperty {
    std::string_view name, title, help;
};

constexpr ChineseProperty kChineseProperties[] = {
    {"dataset", "数据集", "网络用来学习和接受测试的数据：带标签的图像，或平面上的点。"},
    {"twin", "与 scikit-learn 一致",
     "逐位重现 scikit-learn 的 MLPClassifier；其余设置默认采用文章里的程序。"},
    {"samples", "点数", "平面问题有多少个点；两类各占一半。"},
    {"noise", "噪声", "随机性把平面问题的点移开多远，或把两类的边界模糊多少（百分比）。"},
    {"data-seed", "数据种子", "决定平面问题抽到哪些点；同一个种子得到同样的点。"},
    {"features", "特征", "把每个点的哪些数告诉网络：坐标，坐标的平方、乘积和正弦。"},
    {"label-shift", "标签后移", "每个标签往后移几个类别再教：移 5，3 就教成 8，7 就教成 2。"},
    {"test-share", "留作测试", "训练时从不看的那部分图像所占的比例。"},
    {"split-seed", "划分种子", "决定哪些图像留作测试。"},
    {"sealed-share", "封存",
     "测试部分里封存的比例：不用它算任何数字，这样选定的网络能用没人挑选过的样本评判一次。"},
    {"validation-share", "留作验证",
     "从训练图像中留出的比例，用来决定何时停止；为 0 时看训练损失。"},
    {"scaling", "输入缩放", "像素值在进入网络之前怎样缩放。"},
    {"hidden", "隐藏层", "每个隐藏层的神经元个数。"},
    {"activation", "激活函数", "神经元把加权和变成输出的函数；没有它，多少层都只相当于一层。"},
    {"loss", "损失函数", "怎样衡量回答错得有多远；训练就是让它变小。"},
    {"class-weights", "类别权重", "少见类别的样本在损失里是否算得更重，使各类别同样重要。"},
    {"init", "初始权重", "训练开始时权重怎样随机取值。"},
    {"seed", "种子", "决定初始权重和打乱顺序；同一个种子得到同一个结果。"},
    {"precision", "精度", "网络里每个数占多少位；位数减半，计算约快一倍。"},
    {"optimizer", "优化器", "怎样由梯度得到权重的更新。"},
    {"learning-rate", "学习率", "每一步走多远：太小学得慢，太大会越过谷底。"},
    {"schedule", "学习率变化",
     "训练过程中学习率怎样变化：不变、分段、沿半个余弦波、随时间下降，或长期没有改善时下降。"},
    {"schedule-epochs", "变化的跨度（轮）",
     "分段时每隔多少轮降低一次；余弦经过多少轮走到底；0 表示到训练结束。"},
    {"schedule-factor", "降到", "经过这个跨度后学习率剩下的比例：分段时一次降到，余弦则逐渐降到。"},
    {"warm-up", "预热（轮）", "开始的多少轮里学习率从接近零均匀升起，然后才按计划变化。"},
    {"schedule-power", "下降的幂次", "随时间下降时的快慢：除以已看样本数的这个次幂。"},
    {"momentum", "动量", "上一步的方向保留多少。"},
    {"beta1", "β₁", "Adam 与 AdamW：梯度的滑动平均每次更新保留多少。"},
    {"beta2", "β₂", "Adam 与 AdamW：梯度平方的滑动平均每次更新保留多少。"},
    {"epsilon", "ε", "Adam、AdamW、RMSProp 与 Adagrad 加在分母的根上的小数，使它不会为零。"},
    {"smoothing", "平滑系数", "RMSProp 的记忆：梯度平方的滑动平均每次更新保留多少。"},
    {"weight-decay", "权重衰减", "AdamW 每次更新从权重里减去的比例，再乘以学习率。"},
    {"clip-norm", "梯度裁剪",
     "一次更新所用梯度的最大长度（全部权重与偏置合在一起）；更长的会缩短到它；0 表示不限。"},
    {"l1", "L1 惩罚", "均匀地把权重往零拉，让用处不大的权重归零。"},
    {"l2", "L2 惩罚", "把权重往零拉，越大的拉得越重，用来防止死记硬背。"},
    {"dropout", "随机失活", "训练时随机关掉的神经元比例，使网络不依赖任何单个神经元。"},
    {"batch", "批大小", "每次更新用多少张图像。"},
    {"shuffle", "打乱顺序", "每一轮是否把样本重新打乱。"},
    {"augment-shift", "移动", "每次训练时样本沿每个方向最多移动多少像素。"},
    {"augment-rotate", "旋转", "每次训练时样本向左或向右最多转多少度。"},
    {"augment-scale", "缩放", "每次训练时样本的宽和高各自最多变化多大比例。"},
    {"augment-shear", "倾斜", "每次训练时样本向左或向右最多倾斜多少（每像素高度偏移的像素数）。"},
    {"augment-elastic", "弹性变形", "每次训练时样本被随机平滑扭曲，各点位移（像素）的标准差。"},
    {"early-stopping", "提前停止",
     "训练不再有改善时自动停止：看训练损失；留出了验证部分时，看它的准确率。"},
    {"patience", "耐心", "连续多少轮没有改善才停止。"},
    {"tolerance", "容差", "损失至少下降多少，或验证准确率至少上升多少，才算改善。"},
    {"max-epochs", "最多轮数", "训练到这一轮就停；0 表示不限。"},
};

struct ChineseChoice {
    std::string_view key, title;
};

constexpr ChineseChoice kChineseChoices[] = {
    {"digits", "手写数字 8 × 8"},
    {"mnist", "MNIST 28 × 28"},
    {"fashion", "Fashion-MNIST"},
    {"circle", "圆"},
    {"xor", "异或"},
    {"gauss", "两个高斯"},
    {"spiral", "螺旋"},
    {"moons", "月牙"},
    {"plane", "平面"},
    {"multi-gauss", "多个高斯"},
    {"none", "不缩放"},
    {"unit", "0 到 1"},
    {"min-max", "最小到最大"},
    {"standard", "标准化"},
    {"linear", "线性"},
    {"cross-entropy", "交叉熵"},
    {"binary-cross-entropy", "二元交叉熵"},
    {"squared-error", "平方误差"},
    {"equal", "相同"},
    {"balanced", "均衡"},
    {"auto", "自动"},
    {"glorot-uniform", "Glorot 均匀"},
    {"glorot-normal", "Glorot 正态"},
    {"he-uniform", "He 均匀"},
    {"he-normal", "He 正态"},
    {"scikit-learn", "与 scikit-learn 相同"},
    {"zeros", "全零"},
    {"float32", "32 位"},
    {"float64", "64 位"},
    {"constant", "不变"},
    {"step", "分级下降"},
    {"cosine", "余弦下降"},
    {"invscaling", "随时间下降"},
    {"adaptive", "停滞时下降"},
    {"momentum", "动量"},
    {"nesterov", "Nesterov"},
};

const ChineseProperty* chinese_property(std::string_view name) {
    for (const ChineseProperty& property : kChineseProperties)
        if (property.name == name) return &property;
    return nullptr;
}

}  // namespace

const Strings& strings() {
    return chinese ? kChinese : kEnglish;
}
void set_language(bool is_chinese) {
    chinese = is_chinese;
}
bool is_chinese() {
    return chinese;
}

std::string fill(std::string_view text, std::initializer_list<std::string_view> arguments) {
    std::string out;
    out.reserve(text.size() + 16);
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool is_field = text[i] == '{' && i + 2 < text.size() && text[i + 2] == '}';
        const std::size_t index =
            is_field ? static_cast<std::size_t>(text[i + 1] - '0') : arguments.size();
        if (index < arguments.size()) {
            out += arguments.begin()[index];
            i += 2;
        } else {
            out += text[i];
        }
    }
    return out;
}

std::string_view property_title(std::string_view name) {
    if (chinese)
        if (const ChineseProperty* property = chinese_property(name)) return property->title;
    const Property* property = find_property(name);
    return property ? property->title : name;
}

std::string_view property_help(std::string_view name) {
    if (chinese)
        if (const ChineseProperty* property = chinese_property(name)) return property->help;
    const Property* property = find_property(name);
    return property ? property->help : std::string_view{};
}

std::string_view choice_title(std::string_view property_name, std::string_view key) {
    if (chinese)
        for (const ChineseChoice& choice : kChineseChoices)
            if (choice.key == key) return choice.title;
    if (const Property* property = find_property(property_name))
        for (const Choice& choice : property->choices)
            if (choice.key == key) return choice.title;
    return key;
}

}  // namespace nn::ui
