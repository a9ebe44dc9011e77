;
const source = String.raw`
class Circle extends Shape { constructor(radius = 1, ...rest) { super("circle"); this.radius = radius; } }
const describe = ({ name, area }) => name + ": " + area.toFixed(2);
for (const shape of [new Circle(2), new Circle()]) console.log(describe(shape));
`;
print(Babel.transform(source, { presets: ["es2015"] }).code);
