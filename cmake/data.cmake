# Data sets, packed from their packages: build/data/{digits,mnist,fashion}.inkd.
add_custom_target(data)
