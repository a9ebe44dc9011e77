// Templates, members, lambdas, nested functions, and names with namespaces.
extern "C" void __cxa_pure_virtual() { __builtin_trap(); }

namespace shapes {

template <typename T> struct Pair {
    T first, second;
    T sum() const { return first + second; }
    template <typename F> T apply(F f) const { return f(first) + f(second); }
};

template <typename T, int N> T power(T base) {
    if constexpr (N == 0)
        return T(1);
    else
        return base * power<T, N - 1>(base);
}

class Shape {
  public:
    virtual int area() const = 0;
    virtual int scaled(int n) const { return area() * n; }
};

class Square : public Shape {
    int side;

  public:
    explicit Square(int s) : side(s) {}
    int area() const override { return power<int, 2>(side); }
};

class Box : public Shape {
    Pair<int> sides;

  public:
    Box(int a, int b) : sides{a, b} {}
    int area() const override { return sides.first * sides.second; }
    int border() const {
        return 2 * sides.apply([](int side) { return side > 0 ? side : -side; });
    }
};

namespace {
int count = 0;
__attribute__((noinline)) int counted(const Shape &shape) {
    count++;
    return shape.scaled(count);
}
} // namespace

} // namespace shapes

extern "C" int shapes_area(int a, int b) {
    shapes::Square square(a);
    shapes::Box box(a, b);
    int sum = shapes::counted(square);
    sum += shapes::counted(box);
    sum += box.border();
    struct Local {
        static int twice(int n) { return n + n; }
    };
    auto third = [&](int n) {
        return n / b + Local::twice(n);
    };
    return third(sum) + shapes::power<long long, 5>(a);
}

extern "C" double shapes_pair(double a, double b) {
    shapes::Pair<double> pair{a, b};
    return pair.sum() / pair.apply([=](double x) { return x * b; });
}
