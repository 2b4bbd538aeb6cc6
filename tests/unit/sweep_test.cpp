#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <string>
#include <vector>

#include "engine/session/limits.h"
#include "engine/session/runner.h"
#include "engine/sweep/heat_map.h"
#include "engine/sweep/plan.h"
#include "engine/sweep/texts.h"
#include "tests/support/corpus.h"

// The fuzzer's property, which aborts where it fails, under a name of its own.
#define LLVMFuzzerTestOneInput fuzz_plan
#include "tests/fuzz/fuzz_plan.cpp"
#undef LLVMFuzzerTestOneInput

using namespace nn;
using Catch::Matchers::WithinRel;

namespace {

SweepGrid grid_of(std::string_view base, const std::vector<std::string_view>& axes,
                  std::int64_t seeds = 1) {
    SweepGrid grid{.base = parse_link(base).link, .seeds = seeds};
    for (const std::string_view axis : axes)
        grid.axes.push_back(std::get<SweepAxis>(parse_axis(axis)));
    return grid;
}

std::string planned(const SweepGrid& grid) {
    return plan_text(std::get<SweepSessions>(plan_of(grid)));
}

std::string problem_of(const SweepGrid& grid) {
    const auto plan = plan_of(grid);
    REQUIRE(plan.index() == 1);
    return std::get<std::string>(plan);
}

SweepPlan plan_from(std::string_view text) {
    auto plan = parse_plan(text);
    if (const auto* problem = std::get_if<std::string>(&plan)) FAIL(*problem);
    return std::get<SweepPlan>(std::move(plan));
}

std::string problem_of_plan(std::string_view text) {
    const auto plan = parse_plan(text);
    REQUIRE(plan.index() == 1);
    return std::get<std::string>(plan);
}

bool has(const std::string& text, std::string_view part) {
    UNSCOPED_INFO(text);
    return text.find(part) != std::string::npos;
}

// "learning-rate=0.1,1; hidden=4,8"
std::string axes_text(const SweepPlan& plan) {
    std::string text;
    for (const SweepAxis& axis : plan.axes) {
        text.append(text.empty() ? "" : "; ").append(axis.property->name);
        for (const std::string& value : axis.values)
            text += (&value == &axis.values[0] ? "=" : "/") + value;
    }
    return text;
}

// A result of the session, as if training had come to this score.
SweepResult result_with(const SessionLink& session, double score) {
    SweepResult result{.planned = session,
                       .session = session,
                       .score = score,
                       .macro_f1 = score / 2,
                       .loss = 1 - score,
                       .train_loss = 2 - score,
                       .epochs = 2,
                       .seconds = 0.5,
                       .version = "9"};
    result.session.steps = 12;
    result.session.end = RunEnd::Finished;
    result.session.digest = 0xfedcba9876543210u;
    return result;
}

std::vector<FoundResult> found_of(const SweepPlan& plan, const std::vector<double>& scores) {
    std::vector<FoundResult> found;
    for (std::size_t i = 0; i < scores.size(); ++i)
        found.push_back({std::to_string(i + 1), result_with(plan.sessions[i], scores[i])});
    return found;
}

constexpr std::string_view kTwoByTwo =
    "#1&dataset=moons&hidden=4&learning-rate=0.1&max-epochs=2\n"
    "#1&dataset=moons&hidden=4&seed=1&learning-rate=0.1&max-epochs=2\n"
    "#1&dataset=moons&hidden=4&learning-rate=1&max-epochs=2\n"
    "#1&dataset=moons&hidden=4&seed=1&learning-rate=1&max-epochs=2\n"
    "#1&dataset=moons&hidden=8&learning-rate=0.1&max-epochs=2\n"
    "#1&dataset=moons&hidden=8&seed=1&learning-rate=0.1&max-epochs=2\n"
    "#1&dataset=moons&hidden=8&learning-rate=1&max-epochs=2\n"
    "#1&dataset=moons&hidden=8&seed=1&learning-rate=1&max-epochs=2\n";

}  // namespace

TEST_CASE("A plan goes row by row, column by column and seed by seed", "[sweep]") {
    CHECK(planned(grid_of("#1&dataset=moons&max-epochs=2", {"learning-rate=0.1,1", "hidden=4,8"},
                          2)) == kTwoByTwo);
    CHECK(planned(grid_of("#1&seed=7&steps=30", {}, 3)) ==
          "#1&seed=7&steps=30\n#1&seed=8&steps=30\n#1&seed=9&steps=30\n");
}

TEST_CASE("What a plan varies is read back from its links", "[sweep]") {
    const SweepPlan plan = plan_from(kTwoByTwo);
    CHECK(axes_text(plan) == "learning-rate=0.1/1; hidden=4/8");
    CHECK(plan.rows == std::vector<std::vector<std::string>>{{"4"}, {"8"}});
    REQUIRE(plan.places.size() == 8);
    for (std::size_t i = 0; i < 8; ++i) {
        CHECK(plan.places[i].row == i / 4);
        CHECK(plan.places[i].column == i / 2 % 2);
        CHECK(plan.places[i].seed == i % 2);
    }

    // Any two settings, and what their values are called does not matter.
    for (const auto& [axes, wanted] :
         std::vector<std::pair<std::vector<std::string_view>, std::string_view>>{
             {{"hidden=64/32,16/none", "activation=relu,tanh"}, ""},
             {{"optimizer=sgd,adam", "early-stopping=on,off"},
              "optimizer=sgd/adam; early-stopping=on/off"},
             {{"batch=1e2,16"}, ""},
             {{"learning-rate=1e-3,0.01"}, "learning-rate=0.001/0.01"},
             {{"hidden=32/32,16", "l2=0,0.1"}, "hidden=32/32,16; l2=0/0.1"},
             {{"features=x1/x1,x2/x1,x2,x1x2", "dataset=moons,circle"},
              "features=x1/x1,x2/x1,x2,x1x2; dataset=moons/circle"}}) {
        CAPTURE(axes[0]);
        const SweepGrid grid = grid_of("#1&max-epochs=3", axes, 2);
        const auto made = plan_of(grid);
        REQUIRE(made.index() == (wanted.empty() ? 1 : 0));
        if (wanted.empty()) continue;
        const SweepPlan back = plan_from(planned(grid));
        CHECK(axes_text(back) == wanted);
        CHECK(back.sessions == std::get<SweepSessions>(made));
    }
}

TEST_CASE("A setting that goes along with another is no axis", "[sweep]") {
    // Learning rate, scaling and more differ by the data set; and a second layer has an activation.
    CHECK(axes_text(plan_from(planned(
              grid_of("#1&max-epochs=1", {"dataset=digits,mnist,moons", "batch=16,32"})))) ==
          "dataset=digits/mnist/moons; batch=16/32");
    CHECK(axes_text(plan_from("#1&hidden=8,4&activation=relu,tanh&steps=9\n"
                              "#1&hidden=8&steps=9\n#1&hidden=8&seed=3&steps=9")) ==
          "hidden=8,4/8");
    // What is set otherwise for all stays so, though one of them has it by default.
    const std::string text =
        planned(grid_of("#1&learning-rate=0.001&max-epochs=1", {"dataset=digits,fashion"}));
    CHECK(text == "#1&learning-rate=0.001&max-epochs=1\n#1&dataset=fashion&max-epochs=1\n");
    CHECK(axes_text(plan_from(text)) == "dataset=digits/fashion");
}

TEST_CASE("Changes on the way go along, each beside the settings of its session", "[sweep]") {
    CHECK(planned(grid_of("#1&hidden=4&steps=40&at=20:learning-rate=0.01;l2=0",
                          {"learning-rate=0.01,0.1"})) ==
          "#1&hidden=4&learning-rate=0.01&steps=40&at=20:l2=0\n"
          "#1&hidden=4&learning-rate=0.1&steps=40&at=20:learning-rate=0.01;l2=0\n");
    CHECK(has(problem_of(grid_of("#1&hidden=8&steps=40&at=20:silence=1,7", {"hidden=8,4"})),
              "line 2: silence cannot be"));
}

TEST_CASE("What is no sweep is refused with the reason", "[sweep]") {
    const auto axis_problem = [](std::string_view text) {
        const auto axis = parse_axis(text);
        REQUIRE(axis.index() == 1);
        return std::get<std::string>(axis);
    };
    CHECK(has(axis_problem("learning=1"), "\"learning\" is not a setting"));
    CHECK(has(axis_problem("__proto__=1"), "is not a setting"));
    CHECK(has(axis_problem("seed=1,2"), "seeds are no axis"));
    CHECK(has(axis_problem("batch"), "batch needs values"));
    CHECK(has(axis_problem("batch=1,,2"), "batch needs values"));
    std::string many = "batch=1";
    for (std::size_t i = 1; i < limits::kMaxSweepValues; ++i) many += ",1";
    CHECK(parse_axis(many).index() == 0);
    CHECK(has(axis_problem(many + ",1"), "more than 1000 values"));

    CHECK(has(problem_of(grid_of("#1&steps=9", {"batch=1,0"})), "batch must be a whole number"));
    CHECK(has(problem_of(grid_of("#1&steps=9", {"hidden=8,9999"})), "hidden must be none or"));
    CHECK(has(problem_of(grid_of("#1&steps=9", {"batch=1,2", "batch=3,4"})), "both axes"));
    CHECK(has(problem_of(grid_of("#1&steps=9", {"l2=0.1,1e-1"})), "are the same session"));
    CHECK(has(problem_of(grid_of("#1", {"batch=1,2"})), "would never end"));
    CHECK(has(problem_of(grid_of("#1&steps=9", {"batch=1,2"}, 0)), "1 to 100000 sessions"));
    CHECK(has(problem_of(grid_of("#1&steps=9", {"batch=1,2"}, 50001)), "1 to 100000 sessions"));
    CHECK(has(problem_of(grid_of("#1&seed=4294967295&steps=9", {}, 2)), "4294967296"));
    CHECK(planned(grid_of("#1&seed=4294967294&steps=9", {}, 2)) ==
          "#1&seed=4294967294&steps=9\n#1&seed=4294967295&steps=9\n");
}

TEST_CASE("Lines of a plan may be addresses, and what is wrong is named by its line", "[sweep]") {
    const SweepPlan plan = plan_from(
        "https://host/inkling/#1&steps=9&digest=0123456789abcdef&theme=dark\r\n"
        "1%26seed%3D1%26steps%3D9\r\n");
    CHECK(plan_text(plan.sessions) == "#1&steps=9\n#1&seed=1&steps=9\n");
    CHECK(plan.axes.empty());
    CHECK(plan.columns() == 1);
    CHECK(plan.rows.size() == 1);

    CHECK(has(problem_of_plan(""), "no link in the plan"));
    CHECK(has(problem_of_plan("#1&steps=9\n\n#1&seed=1&steps=9\n"), "line 2 is empty"));
    CHECK(has(problem_of_plan("#1&steps=9\n#2&steps=9\n"), "line 2: the link is of version"));
    CHECK(has(problem_of_plan("#1&steps=9\n#1&seed=1&stepz=9\n"), "line 2: \"stepz\""));
    CHECK(has(problem_of_plan("#1&steps=9\n#1&seed=1\n"), "line 2: the session would never end"));
    CHECK(has(problem_of_plan("#1&steps=9\n#1&seed=1&steps=9\n#1&batch=32&steps=9\n"),
              "lines 1 and 3 of the plan are the same session: seed 0"));
    CHECK(has(problem_of_plan("#1&l2=0&steps=9\n#1&l2=1&steps=9\n#1&l2=1&steps=8"),
              "lines 2 and 3 of the plan are the same session: l2 1, seed 0"));
    CHECK(has(problem_of_plan(std::string(limits::kMaxSweepText + 1, '#')), "at most"));

    // Few lines, no two settings of which go together, have a grid that is large.
    std::string diagonal;
    for (int i = 1; i <= 400; ++i)
        diagonal +=
            "#1&batch=" + std::to_string(i) + "&patience=" + std::to_string(i + 20) + "&steps=9\n";
    CHECK(axes_text(plan_from(diagonal)).starts_with("batch=1/2/3/"));
    CHECK(plan_from(diagonal).axes.size() == 1);
    CHECK(has(problem_of_plan(diagonal + "#1&batch=1&patience=2&steps=9\n"),
              "more than 100000 cells"));
}

TEST_CASE("Lines are named as sbatch names array tasks", "[sweep]") {
    const std::vector<std::size_t> indices = {0, 2, 3, 4, 8, 9};
    CHECK(ranges_text(indices) == "1,3-5,9-10");
    CHECK(ranges_text({}).empty());
    const auto parsed = parse_ranges("9-10,3-5,1,4", 10);
    REQUIRE(parsed.index() == 0);
    CHECK(std::get<std::vector<std::size_t>>(parsed) == indices);
    for (const std::string_view text : {"", ",", "0", "11", "3-", "-3", "5-4", "1;2", "1 ", "a",
                                        "99999999999999999999", "1-11", "1--2", "3-4-5"}) {
        CAPTURE(text);
        CHECK(parse_ranges(text, 10).index() == 1);
    }
}

TEST_CASE("Mean and spread are those of a sample", "[sweep]") {
    // Of 2, 4, 4, 4, 5, 5, 7, 9: mean 5, squares 32, over 7.
    const SweepStatistics some = statistics_of({2, 4, 4, 4, 5, 5, 7, 9});
    CHECK(some.count == 8);
    CHECK(some.mean == 5.0);
    CHECK_THAT(some.spread, WithinRel(2.138089935299395, 1e-15));
    CHECK(some.least == 2.0);
    CHECK(some.greatest == 9.0);
    CHECK(statistics_of({3.0}).spread == 0.0);
    CHECK(statistics_of({}).count == 0);
}

TEST_CASE("Results go to their places whatever their order, and each counts once", "[sweep]") {
    const SweepPlan plan = plan_from(kTwoByTwo);
    std::vector<FoundResult> found = found_of(plan, {0.5, 0.75, 0.25, 0.25, 1, 0.5, 0.875, 0.625});
    std::swap(found[0], found[6]);
    found.push_back(found[3]);
    found.back().result.seconds = 99;
    found.back().result.version = "10";
    const SweepCollection collection = collected(plan, std::move(found));
    CHECK(collection.missing.empty());
    CHECK(collection.problems.empty());
    CHECK(collection.repeated == 1);
    REQUIRE(collection.cells.size() == 4);
    const double means[] = {0.625, 0.25, 0.75, 0.75};
    for (std::size_t i = 0; i < 4; ++i) {
        CHECK(collection.cells[i].planned == 2);
        CHECK(collection.cells[i].done == 2);
        CHECK(collection.cells[i].score.mean == means[i]);
        CHECK(collection.cells[i].macro_f1.mean == means[i] / 2);
        CHECK(collection.cells[i].loss.mean == 1 - means[i]);
    }
    CHECK_THAT(collection.cells[0].score.spread, WithinRel(0.1767766952966369, 1e-15));
    CHECK(collection.cells[1].score.spread == 0.0);
}

TEST_CASE("What is missing, foreign or in doubt does not count, and is named", "[sweep]") {
    const SweepPlan plan = plan_from(kTwoByTwo);
    std::vector<FoundResult> found = found_of(plan, {0.5, 0.75, 0.25, 0.25, 1, 0.5, 0.875});
    found[0].result.planned.recipe.seed = 77;  // of no line
    found[0].result.session.recipe.seed = 77;
    found[1].result.session.recipe.batch = 5;  // not what was planned
    found[2].result.session.digest.reset();
    found[3].result.session.end.reset();  // not the end
    found.push_back(found[4]);            // two of one line that differ
    found.back().result.score = 0.875;
    found.back().source = "other";
    SweepCollection collection = collected(plan, std::move(found));
    CHECK(ranges_text(collection.missing) == "1-5,8");
    CHECK(collection.repeated == 0);
    REQUIRE(collection.problems.size() == 5);
    CHECK(has(collection.problems[0], "1: it is of no line"));
    CHECK(has(collection.problems[1], "2: it is of other settings"));
    CHECK(has(collection.problems[2], "3: it has no digest"));
    CHECK(has(collection.problems[3], "4: it is not of the end"));
    CHECK(has(collection.problems[4], "5 and other: both are of line 5"));
    CHECK(collection.cells[2].done == 1);
    CHECK(collection.cells[3].done == 1);
    CHECK(collection.cells[3].score.mean == 0.875);

    remove_results(collection, plan, {{6, "wrong"}});
    CHECK(ranges_text(collection.missing) == "1-5,7-8");
    CHECK(collection.problems.back() == "7: wrong");
    CHECK(collection.cells[3].done == 0);
}

TEST_CASE("A session that was trained gives a result without contradiction", "[sweep]") {
    for (const std::string_view text :
         {"#1&dataset=moons&samples=60&hidden=4&max-epochs=3",
          "#1&dataset=moons&samples=60&hidden=4&steps=7",
          "#1&dataset=plane&samples=60&hidden=4&steps=30&at=9:learning-rate=0.5",
          "#1&dataset=moons&samples=60&optimizer=sgd&learning-rate=10&loss=squared-error&"
          "activation=linear&max-epochs=50&at=900:l2=0&steps=1000"}) {
        CAPTURE(text);
        const SessionLink session = std::get<SessionLink>(plan_session(text, 1));
        Runner runner;
        runner.carry_out({1, replay_of_plan(session)});
        while (runner.advance(0.0, [] { return false; }) >= 0.0) {
        }
        const SweepResult result = result_of(session, runner.snapshot(0, 0), 0.25, "9");
        CHECK(contradiction_in(result) == std::nullopt);
        CHECK(result.session.steps > 0);
        CHECK(result.macro_f1.has_value() == (text.find("plane") == std::string_view::npos));
        SweepResult shorter = result;
        --shorter.session.steps;
        shorter.session.end.reset();
        CHECK(contradiction_in(shorter));
    }
}

TEST_CASE("The table, the CSV files and the heat map say the same", "[sweep]") {
    const SweepPlan plan = plan_from(kTwoByTwo);
    std::vector<FoundResult> found = found_of(plan, {0.5, 0.75, 0.25, 0.25, 1});
    found[1].result.loss.reset();
    found[1].result.session.end = RunEnd::Diverged;
    const SweepCollection collection = collected(plan, std::move(found));
    CHECK(table_text(plan, collection) ==
          "Test accuracy, mean ± standard deviation of 2 seeds\n\n"
          "        learning-rate\n"
          "hidden  0.1              1\n"
          "4       0.6250 ± 0.1768  0.2500 ± 0.0000\n"
          "8       1.0000 (1 of 2)  -\n");
    const std::string runs = runs_csv(plan, collection);
    CHECK(
        runs.starts_with("line,learning-rate,hidden,seed,accuracy,macro_f1,test_loss,train_loss,"
                         "epochs,steps,seconds,end,digest,version,link\r\n"
                         "1,0.1,4,0,0.5,0.25,0.5,1.5,2,12,0.5,finished,fedcba9876543210,9,"
                         "#1&dataset=moons&hidden=4&learning-rate=0.1&max-epochs=2&steps=12&"
                         "end=finished&digest=fedcba9876543210\r\n"
                         "2,0.1,4,1,0.75,0.375,,1.25,2,12,0.5,diverged,"));
    CHECK(std::ranges::count(runs, '\n') == 6);
    const std::string cells = cells_csv(plan, collection);
    CHECK(has(cells, "\r\n0.1,4,2,2,1,0.625,0.1767766952966369,0.5,0.75,"));
    CHECK(has(cells, "\r\n0.1,8,2,1,0,1,,1,1,0.5,,"));
    CHECK(has(cells, "\r\n1,8,2,0,0,,,,,,,,,,,,,,,,,,,,,,,,\r\n"));
    const std::string map = heat_map_svg(plan, collection);
    for (const char* part : {"<svg ", ">0.6250<", ">± 0.1768<", ">0.2500<", ">1.0000<", ">1 of 2<",
                             ">–<", ">learning-rate<", ">hidden<", ">0.1<", ">8<", "</svg>\n"})
        CHECK(has(map, part));
}

TEST_CASE("Values with commas are quoted in CSV, and one row has no label", "[sweep]") {
    const SweepPlan plan = plan_from("#1&hidden=32,16&max-epochs=1\n#1&hidden=none&max-epochs=1\n");
    const SweepCollection collection = collected(plan, found_of(plan, {0.5, 0.25}));
    CHECK(has(runs_csv(plan, collection), "\r\n1,\"32,16\",0,0.5,"));
    CHECK(has(runs_csv(plan, collection), ",\"#1&hidden=32,16&max-epochs=1&steps=12&end="));
    CHECK(table_text(plan, collection) ==
          "Test accuracy\n\nhidden\n32,16   none\n0.5000  0.2500\n");

    // Where all are alike there is no scale.
    const std::string scale = "width=\"14\"";
    CHECK(has(heat_map_svg(plan, collection), scale));
    CHECK_FALSE(has(heat_map_svg(plan, collected(plan, found_of(plan, {0.5, 0.5}))), scale));
    CHECK_FALSE(has(heat_map_svg(plan, collected(plan, {})), scale));

    const SweepPlan seeds = plan_from("#1&steps=12\n#1&seed=1&steps=12\n");
    CHECK(table_text(seeds, collected(seeds, found_of(seeds, {0.5, 0.75}))) ==
          "Test accuracy, mean ± standard deviation of 2 seeds\n0.6250 ± 0.1768\n");
}

TEST_CASE("The fuzzer's corpus of plans holds its property", "[sweep]") {
    const auto corpus = nn::test::read_corpus("plan");
    CHECK(corpus.size() >= 6);
    for (const auto& bytes : corpus) fuzz_plan(bytes.data(), bytes.size());
}
