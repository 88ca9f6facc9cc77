"""`make results`: train, export, evaluate, write the tables of train/README.md and docs/.

runs/results/
  movielens.db             the data set, imported once
  stages/                  encoders and backbones, by a hash of all that determines them
  movielens/ilora-s0-1f2e3d4c/
    recipe.toml            the variant's recipe, resolved
    run/, bundle/          as `ilora-edge train` and `export` leave them
    eval/                  one report and one file of row values per measurement

A folder's last eight digits are a hash of its recipe: a changed recipe begins anew, and what the
tables show is of the recipes as they are. What is finished is not done again; changed *code* is
not noticed, so delete the folder after changing that.
"""
