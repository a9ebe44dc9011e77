# Stands for pyperf, which runs each benchmark many times in processes of its own: this runs it once, and prints that it did.
import sys, types


class Runner:
    def __init__(self, *arguments, **options):
        self.metadata = {}
        self.argparser = __import__("argparse").ArgumentParser()
        self.args = None

    def parse_args(self):
        self.args = self.argparser.parse_args([])
        return self.args

    def bench_func(self, name, function, *arguments, **options):
        print(name, str(function(*arguments))[:60])

    def bench_time_func(self, name, function, *arguments, **options):
        function(1, *arguments)
        print(name)


pyperf = types.ModuleType("pyperf")
pyperf.Runner, pyperf.perf_counter = Runner, __import__("time").perf_counter
sys.modules["pyperf"] = pyperf

