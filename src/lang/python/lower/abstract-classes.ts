/** Which values `isinstance` finds to be of the classes of `collections.abc`, `typing`, `numbers` and `types`. */
import { findAttribute, findMethod, type ClassInfo } from "../infer/classes.ts";
import { ABSTRACT_BASES, ABSTRACT_MODULE } from "../library/index.ts";
import type { Atom } from "../infer/types.ts";
import { hasMember } from "../stdlib/members.ts";

type Test = (a: Atom) => boolean;

const among =
  (...kinds: readonly string[]): Test =>
  (a) =>
    kinds.includes(a.k);

/** Objects of classes with these methods, too. */
const orWith =
  (test: Test, ...methods: readonly string[]): Test =>
  (a) =>
    test(a) || (a.k === "inst" && methods.every((name) => findMethod(a.cls, name)));

const SIZED = ["list", "tuple", "vartuple", "dict", "set", "frozenset", "str", "bytes", "deque", "range"] as const;
const tuples = among("tuple", "vartuple");
const functions: Test = (a) => a.k === "func" || (a.k === "fn" && a.fn.kind === "function");
const whole = among("int", "bool");
const real = among("int", "float", "bool");
const iterators = orWith(among("iter"), "__next__", "__iter__");

const TESTS: Readonly<Record<string, Test | undefined>> = {
  Iterable: orWith(among(...SIZED, "iter"), "__iter__"),
  Iterator: iterators,
  Generator: among("iter"),
  GeneratorType: among("iter"),
  Sized: orWith(among(...SIZED), "__len__"),
  Container: orWith(among(...SIZED), "__contains__"),
  Collection: orWith(among(...SIZED), "__len__", "__iter__", "__contains__"),
  Sequence: among("list", "tuple", "vartuple", "str", "bytes", "range", "deque"),
  MutableSequence: among("list", "deque"),
  Mapping: among("dict"),
  MutableMapping: among("dict"),
  Set: among("set", "frozenset"),
  AbstractSet: among("set", "frozenset"),
  MutableSet: among("set"),
  Callable: (a) => a.k === "fn" || a.k === "func" || (a.k === "inst" && findMethod(a.cls, "__call__") !== undefined),
  FunctionType: functions,
  LambdaType: functions,
  NoneType: among("none"),
  Number: (a) => real(a) || (a.k === "rt" && /complex|decimal|fraction/i.test(a.path)),
  Complex: (a) => real(a) || (a.k === "rt" && /complex|fraction/i.test(a.path)),
  Real: (a) => real(a) || (a.k === "rt" && /fraction/i.test(a.path)),
  Rational: (a) => whole(a) || (a.k === "rt" && /fraction/i.test(a.path)),
  Integral: whole,
  List: among("list"),
  Dict: among("dict"),
  Tuple: tuples,
  FrozenSet: among("frozenset"),
  Deque: among("deque"),
  Text: among("str"),
};

/** The test of the class with this name; undefined where it is not known. */
export function abstractTest(name: string): Test | undefined {
  const test = TESTS[name];
  if (!test || !ABSTRACT_BASES.has(name)) return test;
  const called = name === "AbstractSet" ? "Set" : name;
  const derived: Test = (a) => a.k === "inst" && a.cls.mro.some((cls) => cls.name === called && cls.module.name === ABSTRACT_MODULE);
  return (a) => test(a) || derived(a);
}

/** Has a value all that the class, a protocol, asks for? */
export function hasMembers(cls: ClassInfo): (a: Atom) => boolean {
  const names = cls.mro.filter((each) => each.protocol).flatMap((each) => [...each.methods.keys(), ...each.attributes.keys()]);
  return (a) =>
    names.every((name) =>
      a.k === "inst"
        ? findMethod(a.cls, name) !== undefined || findAttribute(a.cls, name) !== undefined || a.cls.fields.has(name)
        : hasMember(a.k, name) === true,
    );
}
