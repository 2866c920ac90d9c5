import { discover } from "../src/cli/discover/index.ts";
import { readFileSync, readdirSync, existsSync } from "node:fs";
let bad=0,n=0;const t=performance.now();
for (const l of ["python","c","shell"]) for (const c of readdirSync(`/work/corpora/${l}`)) { const dev=`/work/corpora/${l}/${c}/dev`; if(!existsSync(dev)) continue; for (const k of readdirSync(dev)) {
  const j=JSON.parse(readFileSync(`${dev}/${k}/case.json`,"utf8")); const d=discover([`${dev}/${k}/src`]); n++;
  const p=d.programs.find(p=>p.entry===j.entry);
  let msg="";
  if(!p) msg="no program: "+d.programs.map(p=>p.entry)+" problems "+d.problems.map(p=>p.path);
  else if (j.sources) { const a=[...j.sources].sort().join(" "), b=p.sources.map(s=>s.path).filter(s=>s.endsWith(".c")).sort().join(" "); if(a!==b) msg=`sources want ${a} | got ${b}`; }
  if(msg){bad++;console.log(c,k,j.entry,msg)}
}}
console.log(n,bad,performance.now()-t);
