// The style and the script of a flame graph's page. The script takes every text of the guest by `textContent`, never as
// HTML.

extension FlameGraphPage {
    static let style = """
        :root{--back:#fff;--text:#1c1c1e;--line:#d0d0d5;--faint:#6b6b70;--l:74%;--s:80%}
        @media (prefers-color-scheme:dark){:root{--back:#1c1c1e;--text:#f2f2f7;--line:#3a3a3c;--faint:#a1a1a6;--l:38%;--s:55%}}
        body{margin:1.5rem auto;max-width:90rem;padding:0 1rem;background:var(--back);color:var(--text);
        font:15px/1.4 system-ui,sans-serif}
        h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}
        table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
        th,td{border-bottom:1px solid var(--line);padding:.15rem .6rem;text-align:right;white-space:nowrap}
        th:last-child,td:last-child{text-align:left;white-space:normal;word-break:break-word;width:70%}
        .hint{color:var(--faint);font-size:13px;margin:.3rem 0}
        #detail{min-height:1.4em;font-variant-numeric:tabular-nums;word-break:break-word}
        #flame{position:relative;overflow:hidden}
        #flame div{position:absolute;height:19px;box-sizing:border-box;overflow:hidden;white-space:nowrap;
        padding:0 3px;font-size:12px;line-height:18px;border-right:1px solid var(--back);border-radius:2px;cursor:pointer}
        #flame div:focus{outline:2px solid var(--text);outline-offset:-2px}
        #flame .match{box-shadow:inset 0 0 0 3px #b300b3}
        #flame .outer{opacity:.55}
        input,button{font:inherit}
        """

    static let script = """
        "use strict";
        (function(){
        const data=JSON.parse(document.getElementById("data").textContent);
        const host=new Set(data.hosts),nodes=data.nodes,names=data.names,compares=nodes[0].length>4;
        const kids=nodes.map(()=>[]);
        nodes.forEach((n,i)=>{if(n[0]>=0)kids[n[0]].push(i)});
        const total=i=>Number(nodes[i][3]),before=i=>Number(nodes[i][4]);
        const size=i=>compares?Math.max(total(i),before(i)):total(i);
        kids.forEach(k=>k.sort((a,b)=>names[nodes[a][1]]<names[nodes[b][1]]?-1:1));
        const flame=document.getElementById("flame"),detail=document.getElementById("detail");
        const search=document.getElementById("search"),matches=document.getElementById("matches");
        let root=0,query="",focus=0;
        const shown=new Map();
        document.getElementById("graph").hidden=false;
        function hash(s){let h=0;for(let i=0;i<s.length;i++)h=(h*31+s.charCodeAt(i))>>>0;return h}
        function color(i){
        if(compares){const a=total(i),b=before(i),c=(a-b)/Math.max(a,b,1);
        const light=`calc(var(--l) + ${18-Math.min(1,Math.abs(c)*2)*18}%)`;
        return c===0?"hsl(0 0% var(--l))":`hsl(${c>0?5:215} var(--s) ${light})`}
        const h=hash(names[nodes[i][1]]);
        return host.has(nodes[i][1])?`hsl(${190+h%40} 45% var(--l))`:`hsl(${8+h%48} var(--s) var(--l))`}
        function big(v){return String(v).replace(/\\B(?=(\\d{3})+$)/g,",")}
        function share(i){return (100*total(i)/Math.max(1,total(0))).toFixed(2)+" %"}
        function describe(i){const n=nodes[i];
        let t=`${names[n[1]]}: ${big(n[3])} ${data.unit} with callees (${share(i)}), ${big(n[2])} itself`;
        if(data.calls[n[1]]!==null)t+=`, ${big(data.calls[n[1]])} calls in all`;
        if(compares){const d=total(i)-before(i);t+=`; before ${big(n[4])} (${d>=0?"+":"−"}${big(Math.abs(d))})`}
        return t}
        function matched(i){return query!==""&&names[nodes[i][1]].toLowerCase().includes(query)}
        function draw(keepsFocus){
        const width=flame.clientWidth||1000,parts=[];let deepest=0;
        flame.textContent="";shown.clear();
        const path=[];for(let i=root;i>=0;i=nodes[i][0])path.unshift(i);
        path.slice(0,-1).forEach((i,d)=>parts.push([i,0,width,d,true]));
        const stack=[[root,0,width,path.length-1]];
        while(stack.length){const [i,x,w,d]=stack.pop();parts.push([i,x,w,d,false]);
        const all=Math.max(size(i),kids[i].reduce((s,k)=>s+size(k),0))||1;let at=x;
        for(const k of kids[i]){const part=w*size(k)/all;if(part>=1)stack.push([k,at,part,d+1]);at+=part}}
        for(const [i,x,w,d,outer] of parts){const e=document.createElement("div");
        e.style.left=x+"px";e.style.width=Math.max(1,w)+"px";e.style.top=d*20+"px";e.style.background=color(i);
        if(w>24)e.textContent=names[nodes[i][1]];
        e.title=describe(i);e.setAttribute("role","treeitem");e.setAttribute("aria-label",describe(i));
        e.setAttribute("aria-level",d+1);e.tabIndex=i===focus?0:-1;e.dataset.node=i;
        if(outer)e.className="outer";if(matched(i))e.classList.add("match");
        shown.set(i,e);flame.appendChild(e);deepest=Math.max(deepest,d)}
        flame.style.height=(deepest+1)*20+"px";
        if(!shown.has(focus))select(root,keepsFocus);else if(keepsFocus)select(focus,true)}
        function select(i,moves){const old=shown.get(focus);if(old)old.tabIndex=-1;
        const e=shown.get(i);if(!e)return;focus=i;e.tabIndex=0;detail.textContent=describe(i);if(moves)e.focus()}
        function zoom(i,moves){root=i;focus=i;draw(moves);detail.textContent=describe(i)}
        const nodeOf=e=>e.target.dataset&&e.target.dataset.node!==undefined?Number(e.target.dataset.node):-1;
        flame.addEventListener("click",e=>{const i=nodeOf(e);if(i>=0)zoom(i,true)});
        flame.addEventListener("mouseover",e=>{const i=nodeOf(e);if(i>=0)detail.textContent=describe(i)});
        flame.addEventListener("focusin",e=>{const i=nodeOf(e);if(i>=0)detail.textContent=describe(i)});
        flame.addEventListener("keydown",e=>{const parent=nodes[focus][0];
        const peers=parent>=0?kids[parent].filter(k=>shown.has(k)):[focus],at=peers.indexOf(focus);
        const inner=kids[focus].filter(k=>shown.has(k)).sort((a,b)=>size(b)-size(a))[0];
        const to={ArrowUp:parent,ArrowDown:inner,ArrowLeft:peers[at-1],ArrowRight:peers[at+1]};
        if(e.key in to){if(to[e.key]!==undefined&&to[e.key]>=0)select(to[e.key],true);e.preventDefault()}
        else if(e.key==="Enter"||e.key===" "){zoom(focus,true);e.preventDefault()}
        else if(e.key==="Escape"){zoom(Math.max(0,nodes[root][0]),true)}});
        search.addEventListener("input",()=>{query=search.value.toLowerCase();draw(false);
        if(query===""){matches.textContent="";return}
        let sum=0;const stack=[0];
        while(stack.length){const i=stack.pop();if(matched(i))sum+=total(i);else stack.push(...kids[i])}
        matches.textContent=`${(100*sum/Math.max(1,total(0))).toFixed(2)} % in matching functions`});
        document.getElementById("reset").addEventListener("click",()=>zoom(0,false));
        document.addEventListener("keydown",e=>{if(e.key==="/"&&e.target!==search){search.focus();e.preventDefault()}});
        addEventListener("resize",()=>draw(false));
        draw(false);
        })();
        """
}
