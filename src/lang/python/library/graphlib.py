"""Orders the nodes of a graph so that each comes behind those that it depends on."""


class CycleError(ValueError):
    pass


class TopologicalSorter:
    def __init__(self, graph=None):
        self._before = {}
        self._after = {}
        self._ready = []
        self._prepared = False
        self._passed = 0
        self._finished = 0
        if graph is not None:
            for node, predecessors in graph.items():
                self.add(node, *predecessors)

    def _know(self, node):
        if node not in self._before:
            self._before[node] = 0
            self._after[node] = []

    def add(self, node, *predecessors):
        if self._prepared:
            raise ValueError("Nodes cannot be added after a call to prepare()")
        self._know(node)
        self._before[node] += len(predecessors)
        for predecessor in predecessors:
            self._know(predecessor)
            self._after[predecessor].append(node)

    def prepare(self):
        if self._prepared:
            raise ValueError("cannot prepare() more than once")
        self._prepared = True
        self._ready = [node for node, count in self._before.items() if count == 0]
        cycle = self._find_cycle()
        if cycle:
            raise CycleError("nodes are in a cycle", cycle)

    def _find_cycle(self):
        left = dict(self._before)
        done = [node for node, count in left.items() if count == 0]
        at = 0
        while at < len(done):
            for node in self._after[done[at]]:
                left[node] -= 1
                if left[node] == 0:
                    done.append(node)
            at += 1
        stuck = [node for node, count in left.items() if count > 0]
        path = []
        if stuck:
            node = stuck[0]
            while node not in path:
                path.append(node)
                node = [each for each in self._after[node] if left[each] > 0][0]
            path = path[path.index(node) :] + [node]
        return path

    def get_ready(self):
        if not self._prepared:
            raise ValueError("prepare() must be called first")
        result = tuple(self._ready)
        self._passed += len(result)
        self._ready = []
        return result

    def is_active(self):
        if not self._prepared:
            raise ValueError("prepare() must be called first")
        return self._finished < self._passed or len(self._ready) > 0

    def done(self, *nodes):
        if not self._prepared:
            raise ValueError("prepare() must be called first")
        for node in nodes:
            self._finished += 1
            for other in self._after[node]:
                self._before[other] -= 1
                if self._before[other] == 0:
                    self._ready.append(other)

    def static_order(self):
        self.prepare()
        while self.is_active():
            group = self.get_ready()
            yield from group
            self.done(*group)
