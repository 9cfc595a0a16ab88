import time,sys,random
sys.path.insert(0,'/work/main')
from pathlib import Path
from tests.e2e.test_kill import *
def test_it(postgresql,data_dir):
    from storage.database import open_database
    url=postgresql(); db=open_database(url,data_dir=data_dir); house=found_house(db)
    posts=[house.approved(START) for _ in range(16)]
    with Worker(url,data_dir/'wall',house.id) as w:
        for n,p in enumerate(posts):
            t=time.time(); k=w.publish(p,STEPS[n%7] if n>1 else "none"); print("@",STEPS[n%7],k,round(time.time()-t,3))
    t=time.time(); house.states(); print("@",'states',time.time()-t)
    for p in posts:
        t=time.time(); house.post(p); print("@",round(time.time()-t,3),end=' ')
    db.close()
