import os

os.mkdir("py")
names = ["py/f%d.txt" % i for i in range(20)]
for i, name in enumerate(names):
    with open(name, "w") as file:
        file.write("line %d\n" % (i * i))
total = 0
for name in names:
    with open(name) as file:
        total += int(file.read().split()[1])
print("total", total)
os.rename("py/f3.txt", "py/g.txt")
os.remove("py/f4.txt")
os.mkdir("py/d")
print(sorted(os.listdir("py")), os.stat("py/d")[0] == 0x4000)
try:
    open("../outside.txt", "w")
except OSError:
    print("not outside")
