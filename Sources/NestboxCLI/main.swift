print("nestbox")
